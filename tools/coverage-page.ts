import type { Chain, Detection } from '../src/catalogue/catalogue.ts';
import { between } from './between.ts';

/** What `satrap rules coverage -o json` prints. */
export interface CoverageOutput {
  readonly detections: readonly (Detection & WithRules & { readonly group: string })[];
  readonly chains: readonly (Chain & WithRules)[];
  readonly totals: Readonly<Record<'detections' | 'chains', { answered: number; all: number }>>;
}

interface WithRules {
  readonly rules: readonly {
    readonly name: string;
    readonly level: string;
    readonly audit: string | null;
  }[];
}

/** docs/coverage.md as it should be: its tables list what there is. */
export function updatedCoveragePage(text: string, output: CoverageOutput): string {
  const { detections, chains, totals } = output;
  const groups = [...new Set(detections.map(({ group }) => group))].map((group) =>
    [
      `## ${group}`,
      '',
      '| | what | rules | audit level | ATT&CK | others |',
      '|---|---|---|---|---|---|',
      ...detections.filter((one) => one.group === group).map(detectionRow),
    ].join('\n'),
  );
  const attacks = [
    '## Attacks of several steps',
    '',
    '| | what | rules |',
    '|---|---|---|',
    ...chains.map((chain) => `| ${chain.code} | ${chain.what} | ${rulesOf(chain)} |`),
  ].join('\n');
  const { answered, all } = totals.detections;
  const head = `**${answered} of ${all} detections, ${totals.chains.answered} of ${totals.chains.all} attacks of several steps.**`;
  return between(text, 'generated:coverage', [head, ...groups, attacks].join('\n\n'));
}

function detectionRow(one: CoverageOutput['detections'][number]): string {
  const levels = [...new Set(one.rules.map(({ audit }) => audit ?? 'Metadata'))];
  const others = one.others.map(({ set, how }) => `${set}${MARKS[how]}`);
  const why =
    one.answeredBy === undefined ? '' : ` (by ${one.answeredBy.code}: ${one.answeredBy.why})`;
  const cells = [
    one.code,
    one.what,
    `${rulesOf(one)}${why}`,
    levels.join(', ') || one.level,
    one.techniques.join(', '),
    others.join(', ') || '–',
  ];
  return `| ${cells.join(' | ')} |`;
}

const MARKS = { 'has it': '', partly: '~', wrong: '!' };

function rulesOf({ rules }: WithRules): string {
  return rules.map(({ name, level }) => `\`${name}\` (${level})`).join(', ') || 'none';
}
