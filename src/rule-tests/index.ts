export { BASE_EVENT, merge } from './base-event.ts';
export { checkRuleNames, readRuleTests, readTestFile } from './read.ts';
export type { RuleCase, RuleTest, RuleTestResult, Step } from './rule-test.ts';
export { type RulesUnderTest, runRuleTests, type TestEngine } from './run.ts';
