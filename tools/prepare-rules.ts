/**
 * Writes what a start needs to know about the bundled rules to rules/prepared.json: `npm run prepare-rules`.
 * A test fails when it is not what this makes.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { RE2JS } from 're2js';
import { loadRules, readRuleFiles } from '../src/sigma/index.ts';
import {
  fileKey,
  PREPARED,
  type Prepared,
  type PreparedDocument,
  regexKey,
} from '../src/sigma/prepared.ts';
import { REGEX_FLAGS } from '../src/sigma/values/regex.ts';
import { readYaml, type YamlDocument } from '../src/sigma/yaml.ts';

/** Reads and checks the rules in a folder. Rejects when there is anything to report. */
export async function prepareRules(folder: string): Promise<Prepared> {
  const { files, problems } = await readRuleFiles([folder]);
  problems.push(...loadRules(files, { afresh: true }).problems);
  const [first] = problems;
  if (first !== undefined) throw new Error(`${first.file}:${first.line}: ${first.message}`);
  const entries = files.map((file) => [fileKey(file.text), readYaml(file).documents] as const);
  const documents = entries.flatMap(([, all]) => all.map(({ content }) => content));
  return {
    files: Object.fromEntries(
      entries
        .filter(([, all]) => all.every(({ content }) => isJson(content)))
        .map(([key, all]) => [key, all.map(prepared)]),
    ),
    regexes: [...new Set(documents.flatMap(regexesIn))].sort(),
  };
}

/** As JSON with a line per file, so that branches which add rules merge. */
export function printPrepared({ files, regexes }: Prepared): string {
  const lines = Object.entries(files).map(([key, all]) => `"${key}":${JSON.stringify(all)}`);
  const expressions = regexes.map((regex) => JSON.stringify(regex));
  return `{"files":{\n${lines.join(',\n')}\n},"regexes":[\n${expressions.join(',\n')}\n]}\n`;
}

function prepared({ content, position }: YamlDocument): PreparedDocument {
  return { content, ...position([]) };
}

/** YAML has numbers that JSON hasn't. */
function isJson(content: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(content)), content);
}

/** The keys of all regular expressions below a value, without their flags too: that is tried first. */
function regexesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const [, ...modifiers] = key.split('|');
    if (!modifiers.includes('re')) return regexesIn(inner);
    const flags = modifiers.reduce((sum, name) => sum | flagOf(name), 0);
    const sources = [inner].flat().filter((source) => typeof source === 'string');
    return sources.flatMap((source) =>
      [0, flags].filter((each) => compiles(source, each)).map((each) => regexKey(source, each)),
    );
  });
}

/** An expression with a placeholder in it may well be none. */
function compiles(source: string, flags: number): boolean {
  try {
    RE2JS.compile(source, flags);
    return true;
  } catch {
    return false;
  }
}

function flagOf(modifier: string): number {
  return Object.hasOwn(REGEX_FLAGS, modifier)
    ? REGEX_FLAGS[modifier as keyof typeof REGEX_FLAGS]
    : 0;
}

if (import.meta.main) {
  const made = await prepareRules(join(import.meta.dirname, '..', 'rules'));
  writeFileSync(PREPARED, printPrepared(made));
}
