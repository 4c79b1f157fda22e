import type { FilterInfo } from '../sigma/rule-set.ts';
import { printable } from '../text/escape.ts';
import type { RuleInfo } from '../types.ts';
import { EXIT, printProblems, say } from './exit.ts';
import type { RuleFlags } from './options.ts';
import { counted } from './progress.ts';
import type { ListFlags } from './rules.ts';
import { createDetectors, readRules, ruleInfos, setUpConfig, setUpRules } from './setup.ts';

/** `satrap rules list`. */
export async function listRules(flags: ListFlags): Promise<number> {
  const config = await setUpConfig(flags.config, flags);
  const site = await setUpRules(config);
  const infos = ruleInfos(site, createDetectors(config, site)).sort(byName);
  const filters = site.filters.toSorted((a, b) => byName(a.info, b.info));
  const format = flags.output ?? (process.stdout.isTTY === true ? 'text' : 'json');
  const lines = format === 'json' ? jsonLines(infos, filters) : textLines(infos, filters);
  for (const line of lines) process.stdout.write(`${line}\n`);
  return EXIT.done;
}

/** A filter has no level, which tells it from a rule. */
function jsonLines(infos: readonly RuleInfo[], filters: readonly FilterInfo[]): string[] {
  const fields = filters.map(({ info, rules, disabled }) => {
    const { level: _, tags: __, falsepositives: ___, ...rest } = info;
    return { kind: 'filter', ...rest, rules, disabled };
  });
  return [...infos, ...fields].map((one) => JSON.stringify(one));
}

function byName(a: RuleInfo, b: RuleInfo): number {
  return a.name < b.name ? -1 : 1;
}

function textLines(infos: readonly RuleInfo[], filters: readonly FilterInfo[]): string[] {
  const all = [
    ...infos.map((info) => ({ first: info.level, info })),
    ...filters.map(({ info, disabled }) => ({ first: disabled ? 'disabled' : 'filter', info })),
  ];
  const width = Math.max(...all.map(({ info }) => info.name.length));
  return all.map(
    ({ first, info: { name, title } }) =>
      `${first.padEnd(13)} ${name.padEnd(width)}  ${printable(title)}`,
  );
}

/** `satrap rules check [PATH…]`. */
export async function checkRules(paths: readonly string[], flags: RuleFlags): Promise<number> {
  const config = await setUpConfig(flags.config, flags);
  // Beside the rules in use, which correlations and filters may refer to.
  const add = [...config.rules.add, ...paths];
  const { rules, filters, problems, foreign } = await readRules({
    ...config,
    rules: { ...config.rules, add },
  });
  printProblems(problems);
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const counts = [
    counted(rules.detections.length, 'rule'),
    counted(rules.correlations.length, 'correlation'),
    counted(rules.baselines.length, 'baseline'),
    counted(filters.length, 'filter'),
    counted(errors, 'error'),
    counted(problems.length - errors, 'warning'),
    ...(foreign > 0 ? [`${foreign} documents about other logs left out`] : []),
  ];
  say(counts.join(', '));
  return errors > 0 ? EXIT.usage : EXIT.done;
}
