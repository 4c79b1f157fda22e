import { fileURLToPath } from 'node:url';
import type { Config } from '../config/index.ts';
import { installed } from '../installed.ts';
import {
  checkRuleNames,
  type RulesUnderTest,
  type RuleTestResult,
  readRuleTests,
  runRuleTests,
} from '../rule-tests/index.ts';
import { printable } from '../text/escape.ts';
import { EXIT, printProblems, say, UsageError } from './exit.ts';
import type { RuleFlags } from './options.ts';
import {
  createDetectors,
  readRules,
  ruleInfos,
  type SiteRules,
  setUpConfig,
  setUpEngine,
  setUpRules,
} from './setup.ts';

/** Where the tests of the bundled rules are. */
const BUNDLED_TESTS = fileURLToPath(installed('test/rules'));

/** `satrap rules test [PATH…]`. */
export async function runTests(paths: readonly string[], flags: RuleFlags): Promise<number> {
  const config = await setUpConfig(flags.config, flags);
  // Tests say what filters leave out, also those that this site does without.
  const site = await setUpRules({ ...config, rules: { ...config.rules, disable: [] } });
  const { tests, problems } = await readRuleTests(paths.length === 0 ? [BUNDLED_TESTS] : paths);
  const known = [
    ...site.rules.detections.map((rule) => rule.info),
    ...ruleInfos(site, createDetectors(config, site)),
  ];
  const all = [...problems, ...checkRuleNames(tests, known)];
  if (all.some((problem) => problem.severity === 'error')) {
    throw new UsageError('the rule tests have errors', all);
  }
  printProblems(all);
  // What a site does not want to hear of must still work.
  const everyRule: Config = {
    ...config,
    alerts: { ...config.alerts, minLevel: 'informational', profile: 'everything' },
    rules: { ...config.rules, disable: [] },
  };
  const results = await runRuleTests(tests, (placeholders) =>
    rulesWith(everyRule, site, placeholders),
  );
  const failed = results.filter((result) => result.failure !== undefined);
  for (const result of failed) process.stdout.write(failureText(result));
  say(
    `${results.length - failed.length} passed, ${failed.length} failed, in ${tests.length} rules`,
  );
  return failed.length > 0 ? EXIT.alerts : EXIT.done;
}

/** The site's rules with a test's placeholders over the site's own. */
async function rulesWith(
  config: Config,
  site: SiteRules,
  placeholders: Config['rules']['placeholders'],
): Promise<RulesUnderTest> {
  const merged = { ...config.rules.placeholders, ...placeholders };
  const own = Object.keys(placeholders).length > 0;
  const filled = { ...config, rules: { ...config.rules, placeholders: merged } };
  const loaded = own ? await readRules(filled) : site;
  return { rules: loaded.rules, createEngine: () => setUpEngine(filled, loaded) };
}

function failureText({ file, line, rule, title, expect, failure }: RuleTestResult): string {
  const heading = `${file}:${line}: ${rule}: ${expect}: ${printable(title)}`;
  return `${heading}\n  ${(failure ?? '').replaceAll('\n', '\n  ')}\n`;
}
