import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { installed } from '../installed.ts';
import { readRuleFiles } from '../sigma/index.ts';
import type { RuleFile } from '../sigma/rule-set.ts';
import type { Placeholders } from '../sigma/values/placeholder.ts';
import { readYaml, type YamlDocument } from '../sigma/yaml.ts';
import type { JsonObject, Micros, Problem, RuleInfo } from '../types.ts';
import { BASE_EVENT, merge } from './base-event.ts';
import type { RuleCase, RuleTest, Step } from './rule-test.ts';
import { describeError, pathOf } from './schema-error.ts';

/** A test file's document, once the schema has accepted it. */
interface TestDocument {
  readonly rule: string;
  readonly base?: JsonObject;
  readonly placeholders?: Placeholders;
  readonly match?: readonly CaseDocument[];
  readonly miss?: readonly CaseDocument[];
}

interface CaseDocument {
  readonly title: string;
  readonly event?: JsonObject;
  readonly events?: readonly StepDocument[];
  readonly alerts?: number;
}

interface StepDocument {
  readonly at?: string;
  readonly repeat?: number;
  readonly every?: string;
  readonly event?: JsonObject;
}

const SCHEMA = installed('rules/schema/test.schema.json');

const validate = new Ajv2020({ allErrors: true, strictRequired: false }).compile(
  JSON.parse(readFileSync(SCHEMA, 'utf8')) as object,
);

/** Reads test files and folders of them; every problem with file, line and column. Never throws. */
export async function readRuleTests(
  paths: readonly string[],
): Promise<{ tests: RuleTest[]; problems: Problem[] }> {
  const { files, problems } = await readRuleFiles(paths);
  const read = files.map(readTestFile);
  return {
    tests: read.flatMap(({ tests }) => tests),
    problems: [...problems, ...read.flatMap((one) => one.problems)],
  };
}

/** The tests of one file: a document each. */
export function readTestFile(file: RuleFile): { tests: RuleTest[]; problems: Problem[] } {
  const { documents, problems } = readYaml(file);
  const tests: RuleTest[] = [];
  for (const document of documents) {
    if (document.broken) continue;
    if (validate(document.content)) tests.push(testOf(document));
    else problems.push(...problemsOf(document, validate.errors ?? []));
  }
  if (documents.length === 0 && problems.length === 0) {
    const message = 'holds no test: write `rule`, and `match` or `miss`';
    problems.push({ severity: 'error', file: file.path, line: 0, column: 0, message });
  }
  return { tests, problems };
}

/**
 * An error for every test whose rule is none of these: a renamed rule must not lose its tests. `rules`
 * are all there are, hand-written detectors' and those that only feed correlations included.
 */
export function checkRuleNames(
  tests: readonly RuleTest[],
  rules: readonly Pick<RuleInfo, 'id' | 'name'>[],
): Problem[] {
  const known = new Set(rules.flatMap(({ id, name }) => [id, name]));
  return tests
    .filter(({ rule }) => !known.has(rule))
    .map(({ file, line, column, rule }) => {
      const message = `there is no rule \`${rule}\`: see 'satrap rules list'`;
      return { severity: 'error', file, line, column, message };
    });
}

function problemsOf(document: YamlDocument, errors: readonly ErrorObject[]): Problem[] {
  const told = new Set<string>();
  return errors.flatMap((error) => {
    const message = describeError(error);
    if (message === undefined) return [];
    const { line, column } = document.position(pathOf(error));
    if (told.has(`${line}:${column}:${message}`)) return [];
    told.add(`${line}:${column}:${message}`);
    return [{ severity: 'error', file: document.file, line, column, message }] as const;
  });
}

function testOf(document: YamlDocument): RuleTest {
  const {
    rule,
    base = {},
    placeholders = {},
    match = [],
    miss = [],
  } = document.content as TestDocument;
  const under = merge(BASE_EVENT, base);
  const caseOf = (expect: RuleCase['expect']) => (one: CaseDocument, index: number) => ({
    title: one.title,
    line: document.position([expect, index]).line,
    expect,
    steps: (one.events ?? [{ event: one.event ?? {} }]).map((step) => stepOf(step, under)),
    alerts: one.alerts,
  });
  return {
    file: document.file,
    ...document.position(['rule']),
    rule,
    placeholders,
    cases: [...match.map(caseOf('match')), ...miss.map(caseOf('miss'))],
  };
}

function stepOf(
  { at = '0s', repeat = 1, every = '1s', event = {} }: StepDocument,
  base: JsonObject,
): Step {
  return { at: micros(at), repeat, every: micros(every), event: merge(base, event) };
}

const UNITS = { ms: 1e3, s: 1e6, m: 60e6, h: 3600e6, d: 86_400e6, w: 604_800e6 } as const;

/** Tests need milliseconds, which Sigma's time spans don't have. */
function micros(duration: string): Micros {
  const unit = duration.replace(/\d/g, '') as keyof typeof UNITS;
  return Number.parseInt(duration, 10) * UNITS[unit];
}
