import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { loadConfig } from '../src/config/index.ts';
import { createEngine } from '../src/pipeline/engine.ts';
import { checkRuleNames, readTestFile, runRuleTests } from '../src/rule-tests/index.ts';
import { createBaselines } from '../src/sigma/baseline/index.ts';
import { createCorrelations } from '../src/sigma/correlation/index.ts';
import { loadRules, readRuleFiles } from '../src/sigma/index.ts';
import { MODIFIERS } from '../src/sigma/modifiers.ts';
import type { RuleFile } from '../src/sigma/rule-set.ts';
import { checkField } from '../src/sigma/vocabulary/index.ts';
import type { Detector } from '../src/types.ts';
import { loadBundled, ROOT } from './rule-tests/bundled.ts';

const page = await readFile(join(ROOT, 'docs/rules.md'), 'utf8');

/** The examples of the page, each under the line that it starts at. */
const examples: readonly RuleFile[] = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
  (match) => ({
    path: `docs/rules.md:${page.slice(0, match.index).split('\n').length + 1}`,
    text: match[1] as string,
  }),
);

function examplesWith(key: string): RuleFile[] {
  return examples.filter(({ text }) =>
    parseAllDocuments(text).some((document) => key in (document.toJS() as object)),
  );
}

const ruleExamples = [
  ...new Set(['detection', 'correlation', 'baseline'].flatMap((key) => examplesWith(key))),
];
const filterExamples = examplesWith('filter');
const testExamples = examplesWith('rule');
const configExamples = examplesWith('rules');

const bundledFiles = (await readRuleFiles([join(ROOT, 'rules')])).files;
const bundled = await loadBundled();
const [config] = configExamples;
const { rules: site } = parse(config?.text ?? '') as {
  rules: { placeholders: Record<string, string[]> };
};
const loaded = loadRules([...bundledFiles, ...ruleExamples], {
  filters: filterExamples,
  placeholders: site.placeholders,
});

/** The cells of the tables that have this column heading. */
function column(heading: string, index = 0): string[] {
  return [...page.matchAll(/(?:^\|.*\|\n)+/gm)]
    .map(([table]) => table.trim().split('\n').map(cells))
    .filter(([head]) => head?.includes(heading))
    .flatMap(([, , ...rows]) => rows.map((row) => row[index] ?? ''));
}

function cells(row: string): string[] {
  return row
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}

function codes(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code as string);
}

describe('examples in docs/rules.md', () => {
  it('are rules, filters, tests and a configuration', () => {
    const known = [...ruleExamples, ...filterExamples, ...testExamples, ...configExamples];
    expect(examples.filter((example) => !known.includes(example))).toEqual([]);
    const kinds = [ruleExamples, filterExamples, testExamples, configExamples];
    expect(kinds.map((kind) => kind.length)).toEqual([5, 1, 2, 1]);
  });

  it('load as rules and filters, without an error or a doubt', () => {
    expect(loaded.problems).toEqual([]);
    expect(loaded.foreign).toBe(0);
  });

  it('take no bundled rule its alerts', () => {
    const names = (rules: typeof loaded.rules) =>
      [
        ...[...rules.detections, ...rules.correlations].filter((rule) => rule.alerts),
        ...rules.baselines,
      ].map((rule) => rule.info.name);
    expect(names(loaded.rules)).toEqual(expect.arrayContaining(names(bundled.rules)));
  });

  it('load as a configuration', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'satrap-'));
    try {
      const file = join(folder, 'satrap.yaml');
      await writeFile(file, config?.text ?? '');
      const { config: read, problems } = await loadConfig({ file, env: {}, flags: {} });
      expect(problems).toEqual([]);
      expect(read?.rules.placeholders).toEqual(site.placeholders);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('pass as tests', async () => {
    const read = testExamples.map(readTestFile);
    const tests = read.flatMap((one) => one.tests);
    const { detections, correlations, baselines } = loaded.rules;
    const sigma = [...detections, ...correlations, ...baselines].map(({ info }) => info);
    expect([...read.flatMap((one) => one.problems), ...checkRuleNames(tests, sigma)]).toEqual([]);
    const engine = () =>
      createEngine({
        rules: loaded.rules,
        detectors: [
          createCorrelations(loaded.rules, { windowEntries: 100_000 }),
          createBaselines(loaded.rules, { entries: 100_000, perGroup: 10_000 }),
        ] as Detector[],
        lateness: 60_000_000,
        pending: 10_000,
        fold: 3_600_000_000,
        raises: () => true,
      });
    const results = await runRuleTests(tests, () =>
      Promise.resolve({ rules: loaded.rules, createEngine: engine }),
    );
    expect(results).toHaveLength(6);
    expect(results.filter(({ failure }) => failure !== undefined)).toEqual([]);
  });
});

describe('tables in docs/rules.md', () => {
  it('have every modifier', () => {
    const listed = column('modifier').flatMap(codes);
    expect(listed.sort()).toEqual(Object.keys(MODIFIERS).sort());
  });

  it('name only fields that audit events have', () => {
    const listed = column('field')
      .flatMap(codes)
      .filter((field) => /^[a-z]/.test(field));
    expect(listed.length).toBeGreaterThan(15);
    expect(listed.map((field) => checkField(field.replace(/\.\*$/, '.x')))).toEqual(
      listed.map(() => undefined),
    );
  });
});
