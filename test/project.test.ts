import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const filesBelow = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));

// What AssemblyScript compiles is tested as what it compiles to.
const SOURCES = filesBelow('src').filter(
  (path) => path.endsWith('.ts') && !path.startsWith('src/scanner/assembly/'),
);
const DOCS = [
  'README.md',
  'CONTRIBUTING.md',
  ...filesBelow('docs').filter((path) => path.endsWith('.md')),
];

/** The project's files that a source file imports, types included, and those it starts as threads. */
function importsOf(path: string): string[] {
  const imports = [...text(path).matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)];
  const threads = [...text(path).matchAll(/new URL\(`(\.[^$`]+)\$\{extname/g)];
  const targets = [
    ...imports.map(([, target]) => target),
    ...threads.map(([, name]) => `${name}.ts`),
  ];
  return targets.map((target) => relative(ROOT, resolve(ROOT, dirname(path), target as string)));
}

describe('architecture', () => {
  const stages = ['sources', 'parsers', 'sigma', 'detectors', 'sinks'];

  it.each(stages)('%s imports none of the other stages', (stage) => {
    const others = stages.filter((other) => other !== stage).map((other) => `src/${other}/`);
    const crossings = SOURCES.filter((path) => path.startsWith(`src/${stage}/`)).flatMap((path) =>
      importsOf(path).filter((target) => others.some((other) => target.startsWith(other))),
    );
    expect(crossings).toEqual([]);
  });

  it('types.ts imports nothing but its own parts', () => {
    const parts = SOURCES.filter((path) => path.startsWith('src/types'));
    const strangers = parts.flatMap(importsOf).filter((path) => !path.startsWith('src/types/'));
    expect(strangers).toEqual([]);
  });

  it('nothing but the command line sees the process or prints', () => {
    const seers = SOURCES.filter(
      (path) =>
        !path.startsWith('src/cli') &&
        /\bprocess\.(argv|env|exit|std(in|out|err))|\bconsole\./.test(withoutComments(text(path))),
    );
    expect(seers).toEqual([]);
  });

  it('detectors and rules never look at the clock and never wait', () => {
    const clocks = SOURCES.filter(
      (path) =>
        /^src\/(detectors|parsers|record|sigma\/correlation)\//.test(path) &&
        /\bDate\.now\b|new Date\(\)|performance\.now|\basync\b|\bsetTimeout\b/.test(
          withoutComments(text(path)),
        ),
    );
    expect(clocks).toEqual([]);
  });

  it('every source file is reached by the tests of its folder', () => {
    const unreached = SOURCES.filter(
      (path) => !/^src\/types[./]/.test(path) && path !== 'src/cli.ts',
    ).filter((path) => !reachedBy(dirname(path)).has(path));
    expect(unreached).toEqual([]);
  });
});

const reached = new Map<string, ReadonlySet<string>>();

/** What the tests below the same folder of `test` import, and what that imports in its turn. */
function reachedBy(folder: string): ReadonlySet<string> {
  let found = reached.get(folder);
  if (found === undefined) {
    const tests = filesBelow(folder.replace(/^src/, 'test')).filter((path) => path.endsWith('.ts'));
    // The tests of the command line run the program.
    found = closure(folder === 'src/cli' ? [...tests, 'src/cli.ts'] : tests);
    reached.set(folder, found);
  }
  return found;
}

function closure(roots: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const waiting = [...roots];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path) || !existsSync(join(ROOT, path)) || !path.endsWith('.ts')) continue;
    seen.add(path);
    waiting.push(...importsOf(path));
  }
  return seen;
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

describe('documentation', () => {
  it.each(DOCS)('%s names only paths that exist', (doc) => {
    const paths = [
      ...text(doc).matchAll(/`((?:src|test|rules|samples|docs|tools|bin|bench)\/[\w./-]*)`/g),
    ].map(([, path]) => path as string);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it.each(DOCS)('%s links only to files that exist', (doc) => {
    const links = [...text(doc).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(
      ([, link]) => link as string,
    );
    expect(links.filter((link) => !existsSync(resolve(ROOT, dirname(doc), link)))).toEqual([]);
  });

  it('lists every decision', () => {
    const index = text('docs/decisions/README.md');
    const decisions = readdirSync(join(ROOT, 'docs/decisions')).filter((name) =>
      /^\d{4}-/.test(name),
    );
    expect(decisions.filter((name) => !index.includes(`(${name})`))).toEqual([]);
  });
});

describe('package', () => {
  const manifest = JSON.parse(text('package.json')) as {
    dependencies: Record<string, string>;
    files: string[];
  };

  it('uses every dependency that it declares', () => {
    const code = SOURCES.map(text).join('\n');
    const unused = Object.keys(manifest.dependencies).filter(
      (name) => !code.includes(`'${name}'`) && !code.includes(`'${name}/`),
    );
    expect(unused).toEqual([]);
  });

  it.each(['package-lock.json', 'tools/node/package-lock.json', 'bench/package-lock.json'])(
    '%s carries no addresses',
    (lock) => {
      expect(text(lock)).not.toContain('"resolved"');
    },
  );

  it('asks for the same Node in every place', async () => {
    const path: string = '../tools/node/new-enough.cjs';
    const { isNewEnough } = (await import(path)) as { isNewEnough(version: string): boolean };
    const answers = [
      '20.20.2',
      '22.23.0',
      '24.15.9',
      '24.16.0',
      '25.9.0',
      '26.0.9',
      '26.1.0',
      '28.0.0',
    ];
    expect(answers.map((version) => isNewEnough(version))).toEqual([
      false,
      false,
      false,
      true,
      false,
      false,
      true,
      true,
    ]);
  });
});
