import { blindnessOf } from '../needs/blindness.ts';
import { Reach, rulesIn } from '../needs/rule-needs.ts';
import { generatePolicy } from '../policy/generate.ts';
import { printPolicy } from '../policy/print.ts';
import { policyView } from '../policy/view.ts';
import { LEVELS, type RuleInfo } from '../types.ts';
import { EXIT, say, UsageError } from './exit.ts';
import type { GenerateFlags } from './policy.ts';
import { counted } from './progress.ts';
import { createDetectors, ruleInfos, setUpConfig, setUpRules } from './setup.ts';

/** `satrap policy generate`: the policy on standard output, what it leaves blind on standard error. */
export async function generate(flags: GenerateFlags): Promise<number> {
  const config = await setUpConfig(flags.config, flags);
  const site = await setUpRules(config);
  const disabled = new Set(config.rules.disable);
  const chosen = ruleInfos(site, createDetectors(config, site)).filter(
    (info) => !disabled.has(info.name) && !disabled.has(info.id) && isChosen(info, flags),
  );
  if (chosen.length === 0) throw new UsageError('no rule has these tags and this level');
  const ids = new Set(chosen.map(({ id }) => id));
  const rules = rulesIn(site.rules).filter(({ info }) => ids.has(info.id));
  const reach = new Reach();
  // Hand-written detectors look at any request.
  const whole = rules.length < chosen.length;
  const generated = generatePolicy(rules, reach, { whole, noise: flags.keepNoise === true });
  if (generated.policy.rules.length === 0) {
    throw new UsageError(
      'these rules hold for no request: fill in the lists of the site that they ask for',
    );
  }
  const { rules: missing } = blindnessOf(rules, reach, policyView(generated.policy));
  const blind = missing.filter(({ sight }) => sight === 'none').map(({ info }) => info.name);
  const left = `left blind, as what they need would write secrets to the log: ${blind.join(', ')}`;
  process.stdout.write(printPolicy(generated, heading(chosen, blind.length > 0 ? left : '')));
  say(`a policy for ${counted(chosen.length, 'rule')}${blind.length > 0 ? `; ${left}` : ''}`);
  const leases = chosen.some(({ name }) => name === LEASES) && flags.keepNoise !== true;
  if (leases) say(`${LEASES} needs the leases of nodes as well: give it --keep-noise`);
  return EXIT.done;
}

/** The one rule that is about what the control plane does all day. */
const LEASES = 'node_leases_missing';

function isChosen({ level, tags }: RuleInfo, flags: GenerateFlags): boolean {
  if (flags.level !== undefined && LEVELS.indexOf(level) < LEVELS.indexOf(flags.level))
    return false;
  return (
    flags.tag.length === 0 ||
    flags.tag.some((tag) => tags.some((one) => one === tag || one.startsWith(`${tag}.`)))
  );
}

function heading(chosen: readonly RuleInfo[], left: string): string[] {
  return [
    `What kube-apiserver logs: enough for ${counted(chosen.length, 'rule')} of satrap, no secrets, little noise.`,
    'Made by `satrap policy generate`; the first rule that fits a request decides.',
    ...(left === '' ? [] : [`${left.charAt(0).toUpperCase()}${left.slice(1)}.`]),
  ];
}
