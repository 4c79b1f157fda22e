import { DERIVATIONS } from '../src/record/derived/index.ts';
import { between } from './between.ts';

/** docs/rules.md as it should be: its table has every derived field. */
export function updatedRulesPage(text: string): string {
  const rows = DERIVATIONS.map(({ name, summary }) => `| \`satrap.${name}\` | ${summary} |`);
  return between(
    text,
    'generated:derived',
    ['| field | what it is |', '|---|---|', ...rows].join('\n'),
  );
}
