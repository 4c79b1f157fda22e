import { printable } from '../text/escape.ts';
import type { RuleInfo } from '../types.ts';
import type { Answered, Coverage } from './coverage.ts';

/** The catalogue as a table for people. `levelOf`: the level of audit that a rule needs. */
export function coverageText(coverage: Coverage, levelOf: (rule: RuleInfo) => string): string {
  const rows = coverage.groups.flatMap(({ letter, title, detections }) => [
    `${letter}  ${title}`,
    ...detections.flatMap((answered) => rowsOf(answered, answered.of.techniques, levelOf)),
    '',
  ]);
  const chains = coverage.chains.flatMap((answered) => rowsOf(answered, [], levelOf));
  return `${[...rows, 'Attacks of several steps', ...chains, '', totalsText(coverage)].join('\n')}\n`;
}

/** `161 of 161 detections, 20 of 20 chains, 170 rules`. */
export function totalsText({ totals: { detections, chains, rules } }: Coverage): string {
  const of = ({ answered, all }: { answered: number; all: number }) => `${answered} of ${all}`;
  return `${of(detections)} detections, ${of(chains)} chains, ${rules} rules`;
}

interface Row {
  readonly code: string;
  readonly name: string;
  readonly answeredBy?: { readonly code: string; readonly why: string };
}

function rowsOf(
  { of, rules }: Answered<Row>,
  techniques: readonly string[],
  levelOf: (rule: RuleInfo) => string,
): string[] {
  const head = `   ${of.code.padEnd(8)} ${of.name.padEnd(28)} `;
  const [first, ...more] = rules.map((rule) => {
    const level = levelOf(rule).padEnd(16);
    return `${level} ${rule.level.padEnd(14)} ${printable(rule.name)}`;
  });
  const attack = techniques.length === 0 ? '' : `  ${techniques.join(' ')}`;
  const why =
    of.answeredBy === undefined ? [] : [`${indent}by ${of.answeredBy.code}: ${of.answeredBy.why}`];
  return [
    `${head}${first ?? 'no rule'}${attack}`,
    ...more.map((line) => `${indent}${line}`),
    ...(first === undefined ? [] : why),
  ];
}

const indent = ' '.repeat(3 + 9 + 29);
