import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { updatedInvestigatePage } from '../../tools/investigate-page.ts';
import { investigatePage } from '../../tools/update-readme.ts';

describe('docs/investigate.md', () => {
  it('shows what the command prints of the sample; `npm run readme` puts it there', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/investigate.md'), 'utf8');
    expect(investigatePage(page)).toBe(page);
  });
});

describe('updatedInvestigatePage', () => {
  const mark = (name: string) => `<!-- example:${name} -->\n<!-- /example:${name} -->`;

  it('puts each section where its mark is, and leaves the last line out', () => {
    const page = `${mark('verdict')}\ntext\n${mark('what-the-log-cant-say')}\n`;
    const output = "COMPROMISED\n  all\n\nWHAT THE LOG CAN'T SAY\n  much\n\nThe events …\n";
    expect(updatedInvestigatePage(page, output)).toBe(
      page
        .replace('verdict -->\n', 'verdict -->\n```text\nCOMPROMISED\n  all\n```\n')
        .replace('say -->\n', "say -->\n```text\nWHAT THE LOG CAN'T SAY\n  much\n```\n"),
    );
  });

  it('says which section has no place', () => {
    expect(() => updatedInvestigatePage(mark('verdict'), 'A\n\nWHO ELSE\n\nend')).toThrow(
      'there is no <!-- example:who-else -->',
    );
  });
});
