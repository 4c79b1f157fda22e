import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { flow, wantsColor } from '../../src/text/flow.ts';

const layout = { columns: 12, color: false, indent: 2, gap: '  ' };
const pieces = ['abc', 'defg', 'hij'].map((text) => ({ text, style: 'red' as const }));

describe('flow', () => {
  it('breaks lines between pieces only', () => {
    expect(flow(pieces, layout)).toEqual(['  abc  defg', '  hij']);
  });

  it('indents the lines after the first further', () => {
    expect(flow(pieces, { ...layout, hang: 3 })).toEqual(['  abc  defg', '     hij']);
  });

  it('gives a piece that is too long a line of its own, unbroken', () => {
    const long = [{ text: 'a' }, { text: 'b'.repeat(20) }, { text: 'c' }];
    expect(flow(long, layout)).toEqual(['  a', `  ${'b'.repeat(20)}`, '  c']);
  });

  it('breaks coloured text where it breaks plain text, each style closed in its line', () => {
    const lines = flow(pieces, { ...layout, color: true });
    expect(lines.map((line) => stripVTControlCharacters(line))).toEqual(flow(pieces, layout));
    expect(lines[1]).toBe('  \u001b[31mhij\u001b[39m');
  });

  it('gives no lines for nothing', () => {
    expect(flow([], layout)).toEqual([]);
  });
});

describe('wantsColor', () => {
  it.each([
    ['a terminal', true, {}, true],
    ['no terminal', false, {}, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['FORCE_COLOR without a terminal', false, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR over NO_COLOR', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
  ])('decides for %s', (_name, isTTY, env, wanted) => {
    expect(wantsColor({ isTTY }, env)).toBe(wanted);
  });
});
