import type { DetectionRule, RuleSet } from '../sigma/rule-set.ts';
import type { Placeholders } from '../sigma/values/placeholder.ts';
import type { Alert, AuditRecord } from '../types.ts';
import { whyItDid } from './failure.ts';
import { recordsOf } from './records.ts';
import type { RuleCase, RuleTest, RuleTestResult } from './rule-test.ts';

/** What a case with memory runs in: the engine that `analyze` would use, new for every case. */
export interface TestEngine {
  inspect(records: readonly AuditRecord[]): void;
  /** All alerts. */
  finish(): Alert[];
}

/** The rules, and an engine of theirs. */
export interface RulesUnderTest {
  readonly rules: RuleSet;
  readonly createEngine: () => TestEngine;
}

/**
 * Runs every case of every test. A single event is put to a rule directly, so that a failure can say which
 * part of the condition it was; everything else runs through an engine of its own. `load` is asked for the
 * rules once for all tests that have the same placeholders.
 */
export async function runRuleTests(
  tests: readonly RuleTest[],
  load: (placeholders: Placeholders) => Promise<RulesUnderTest>,
): Promise<RuleTestResult[]> {
  const loaded = new Map<string, Promise<RulesUnderTest>>();
  const results = tests.map(async (test) => {
    const key = JSON.stringify(test.placeholders);
    const rules = loaded.get(key) ?? load(test.placeholders);
    loaded.set(key, rules);
    return runRuleTest(test, await rules);
  });
  return (await Promise.all(results)).flat();
}

function runRuleTest(test: RuleTest, { rules, createEngine }: RulesUnderTest): RuleTestResult[] {
  const { file, rule } = test;
  const detection = rules.detections.find(({ info }) => info.name === rule || info.id === rule);
  return test.cases.map((one) => {
    const single = one.steps.length === 1 && one.steps[0]?.repeat === 1;
    // A rule that only feeds correlations raises nothing in an engine.
    const direct = detection !== undefined && (single || !detection.alerts);
    const failure =
      detection !== undefined && direct && one.alerts === undefined
        ? runOnEvent(one, detection)
        : runInEngine(one, rule, createEngine());
    return { file, line: one.line, rule, title: one.title, expect: one.expect, failure };
  });
}

function runOnEvent(one: RuleCase, rule: DetectionRule): string | undefined {
  for (const record of recordsOf(one.steps)) {
    const matched = rule.matches(record);
    if (matched === (one.expect === 'match')) continue;
    const said = matched ? 'matched, because of' : 'did not match, because of';
    return [`${said}:`, ...whyItDid(rule.explain(record))].join('\n  ');
  }
  return undefined;
}

function runInEngine(one: RuleCase, rule: string, engine: TestEngine): string | undefined {
  for (const record of recordsOf(one.steps)) engine.inspect([record]);
  const own = engine.finish().filter((alert) => alert.rule.name === rule || alert.rule.id === rule);
  return countFailure(one, new Set(own.map((alert) => alert.id)).size);
}

function countFailure(one: RuleCase, count: number): string | undefined {
  const alerts = count === 1 ? '1 alert' : `${count} alerts`;
  if (one.expect === 'miss') return count === 0 ? undefined : `raised ${alerts}, expected none`;
  if (one.alerts === undefined) return count > 0 ? undefined : 'raised no alert';
  return count === one.alerts ? undefined : `raised ${alerts}, expected ${one.alerts}`;
}
