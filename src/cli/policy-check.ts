import { blindnessText } from '../needs/blindness.ts';
import { checkPolicy } from '../policy/check.ts';
import { policyView } from '../policy/view.ts';
import { EXIT, printProblems } from './exit.ts';
import type { RuleFlags } from './options.ts';
import { setUpPolicy } from './policy-files.ts';
import { blindnessUnder } from './rules-coverage.ts';
import { setUpConfig, setUpRules } from './setup.ts';

/** `satrap policy check FILE`: doubts on standard error, what rules miss on standard output. */
export async function check(path: string, flags: RuleFlags): Promise<number> {
  const config = await setUpConfig(flags.config, flags);
  const site = await setUpRules(config);
  const file = await setUpPolicy(path);
  printProblems(checkPolicy(file));
  const blindness = blindnessUnder(site, policyView(file.policy));
  const lineOf = (rule: number) => file.placeOf(rule).line;
  process.stdout.write(blindnessText(blindness, { file: file.file, lineOf }));
  return EXIT.done;
}
