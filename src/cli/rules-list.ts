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
  const format = flags.output ?? (process.stdout.isTTY === true ? 'text' : 'json');
  for (const info of infos) {
    process.stdout.write(`${format === 'json' ? JSON.stringify(info) : row(info, infos)}\n`);
  }
  return EXIT.done;
}

function byName(a: RuleInfo, b: RuleInfo): number {
  return a.name < b.name ? -1 : 1;
}

function row(info: RuleInfo, all: readonly RuleInfo[]): string {
  const width = Math.max(...all.map((one) => one.name.length));
  return `${info.level.padEnd(13)} ${info.name.padEnd(width)}  ${printable(info.title)}`;
}

/** `satrap rules check [PATH…]`. */
export async function checkRules(paths: readonly string[], flags: RuleFlags): Promise<number> {
  const config = await setUpConfig(flags.config, flags);
  // Beside the rules in use, which correlations and filters may refer to.
  const add = [...config.rules.add, ...paths];
  const { rules, problems, foreign } = await readRules({
    ...config,
    rules: { ...config.rules, add },
  });
  printProblems(problems);
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const counts = [
    counted(rules.detections.length, 'rule'),
    counted(rules.correlations.length, 'correlation'),
    counted(errors, 'error'),
    counted(problems.length - errors, 'warning'),
    ...(foreign > 0 ? [`${foreign} documents about other logs left out`] : []),
  ];
  say(counts.join(', '));
  return errors > 0 ? EXIT.usage : EXIT.done;
}
