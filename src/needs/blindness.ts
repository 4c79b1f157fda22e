import { printable } from '../text/escape.ts';
import type { RuleInfo } from '../types.ts';
import { type Reason, reasonsOf, requestsText } from './reasons.ts';
import type { Reach, Rule } from './rule-needs.ts';
import { judge, SIGHTS, type Sight, type View } from './sight.ts';

/** What rules miss of a log, or under a policy. */
export interface Blindness {
  /** Those that don't see all they ask for, by sight and name. */
  readonly rules: readonly {
    readonly info: RuleInfo;
    readonly sight: Exclude<Sight, 'all'>;
    readonly reasons: readonly Reason[];
  }[];
  /** How many rules there are with each sight. */
  readonly counts: Readonly<Record<Sight, number>>;
}

/** Judges rules by a view of requests. */
export function blindnessOf(rules: readonly Rule[], reach: Reach, view: View): Blindness {
  const counts = { all: 0, part: 0, unseen: 0, none: 0 };
  const blind = rules.flatMap((rule) => {
    const judged = judge(rule, reach, view);
    const { sight } = judged;
    counts[sight]++;
    return sight === 'all' ? [] : [{ info: rule.info, sight, reasons: reasonsOf(judged) }];
  });
  blind.sort(
    (a, b) =>
      SIGHTS.indexOf(b.sight) - SIGHTS.indexOf(a.sight) || (a.info.name < b.info.name ? -1 : 1),
  );
  return { rules: blind, counts };
}

/** As JSON; `lineOf` gives the line of a policy's rule. */
export function blindnessJson(
  { rules, counts }: Blindness,
  lineOf: (rule: number) => number = () => 0,
): object {
  return {
    rules: rules.map(({ info, sight, reasons }) => ({
      name: info.name,
      level: info.level,
      sees: sight,
      reasons: reasons.map(({ by, ...reason }) => ({
        ...reason,
        ...(by !== undefined && { line: lineOf(by) }),
      })),
    })),
    totals: counts,
  };
}

const HEADINGS: Readonly<Record<Exclude<Sight, 'all'>, string>> = {
  none: 'can’t raise',
  unseen: 'no request of their kind in this log: perhaps there was none, perhaps it isn’t logged',
  part: 'miss something',
};

/** What the text names beside the rules. */
export interface Surroundings {
  readonly file?: string;
  readonly lineOf?: (rule: number) => number;
  readonly notes?: readonly string[];
}

/** As text for people. */
export function blindnessText(
  { rules, counts }: Blindness,
  { file, lineOf, notes = [] }: Surroundings,
): string {
  const lines = notes.map((note) => `${printable(note)}\n`);
  for (const sight of ['none', 'unseen', 'part'] as const) {
    const own = rules.filter((one) => one.sight === sight);
    if (own.length === 0) continue;
    lines.push(`\n${own.length} ${HEADINGS[sight]}\n`);
    for (const { info, reasons } of own) {
      lines.push(`  ${info.level.padEnd(13)} ${printable(info.name)}\n`);
      if (sight === 'unseen') continue;
      const why = reasons.map((reason) => reasonText(reason, file, lineOf));
      const none = 'it holds for no request: fill in the lists of the site that it asks for';
      for (const one of why.length === 0 ? [none] : why) lines.push(`      ${one}\n`);
    }
  }
  const { all, part, unseen, none } = counts;
  lines.push(`\n${all} rules see all they ask for, ${part} miss something, ${none} can’t raise`);
  lines.push(unseen > 0 ? `, ${unseen} had nothing to see\n` : '\n');
  return lines.join('').replace(/^\n/, '');
}

/** `patch pods: Metadata (policy.yaml:12), needs RequestResponse`. */
function reasonText(
  { requests, logged, needs, by }: Reason,
  file = '',
  lineOf: (rule: number) => number = () => 0,
): string {
  const place =
    file === '' ? '' : by === undefined ? ' (no rule fits)' : ` (${file}:${lineOf(by)})`;
  const level = logged === 'None' ? 'not logged' : logged;
  const needed =
    needs === undefined
      ? ', but not of the callers, names or stages that it asks for'
      : `, needs ${needs}`;
  return printable(`${requestsText(requests)}: ${level}${place}${needed}`);
}
