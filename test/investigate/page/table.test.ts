import { describe, expect, it } from 'vitest';
import { html } from '../../../src/investigate/page/html.ts';
import { dataTable, type Row } from '../../../src/investigate/page/table.ts';

const row = (kind: string): Row => ({
  anchor: `t-${kind}`,
  facets: { kind, whose: 'own' },
  cells: [kind, html`<b>x</b>`],
});

function table(kinds: readonly string[]): string {
  return dataTable({
    id: 'things',
    rows: 'things',
    caption: 'Things',
    columns: [
      { name: 'kind', named: true },
      { name: 'value', class: 'what' },
    ],
    body: kinds.map(row),
    facets: ['kind', 'whose'],
  }).markup;
}

describe('dataTable', () => {
  it('has headings, a caption, and cells that know their heading', () => {
    const markup = table(['a']);
    expect(markup).toContain('<caption>Things</caption>');
    expect(markup).toContain('<th scope="col" class="what">value</th>');
    expect(markup).toContain(
      '<tr id="t-a" data-kind="a" data-whose="own"><td data-name="kind">a</td><td class="what"><b>x</b></td></tr>',
    );
  });

  it('has a filter that waits for its script, with a chip for each value that tells rows apart', () => {
    const markup = table(['a', 'b', 'a', 'a']);
    expect(markup).toMatch(/<form class="filter" data-table="things" data-rows="things" hidden>/);
    expect(markup.match(/name="kind" value="\w"/g)).toEqual([
      'name="kind" value="a"',
      'name="kind" value="b"',
    ]);
    expect(markup).not.toContain('name="whose"');
  });

  it('has no filter where all is seen at once', () => {
    expect(table(['a', 'b', 'a'])).not.toContain('<form');
  });
});
