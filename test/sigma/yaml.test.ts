import { describe, expect, test } from 'vitest';
import { readYaml } from '../../src/sigma/yaml.ts';

const read = (text: string) => readYaml({ path: 'r.yml', text });

describe('readYaml', () => {
  test('knows where keys and values stand', () => {
    const [document] = read('a:\n  b: [1, { c: two }]\n').documents;
    expect(document?.content).toEqual({ a: { b: [1, { c: 'two' }] } });
    expect(document?.position([])).toEqual({ line: 1, column: 1 });
    expect(document?.position(['a', 'b', 1, 'c'])).toEqual({ line: 2, column: 15 });
    expect(document?.position(['a', 'b', 1, 'c'], { part: 'key' })).toEqual({
      line: 2,
      column: 12,
    });
    expect(document?.position(['a', 'b', 1, 'nothing'])).toEqual({ line: 2, column: 10 });
  });

  test('shows an entry without a value by its key', () => {
    const [document] = read('a:\nb: 1').documents;
    expect(document?.position(['a'])).toEqual({ line: 1, column: 1 });
  });

  test('places what an alias stands for where the alias stands, its parts where they are', () => {
    const [document] = read('a: &x { b: 1 }\nc: *x').documents;
    expect(document?.content).toEqual({ a: { b: 1 }, c: { b: 1 } });
    expect(document?.position(['c'])).toEqual({ line: 2, column: 4 });
    expect(document?.position(['c', 'b'])).toEqual({ line: 1, column: 12 });
  });

  test('reads byte order marks, CRLF and numbers as keys', () => {
    const { documents, problems } = read('\uFEFFa: 1\r\n5: b\r\n---\r\nc: 2\r\n');
    expect(problems).toEqual([]);
    expect(documents.map(({ content }) => content)).toEqual([{ 5: 'b', a: 1 }, { c: 2 }]);
    expect(documents[0]?.position(['5'])).toEqual({ line: 2, column: 4 });
    expect(documents[1]?.position(['c'])).toEqual({ line: 4, column: 4 });
  });

  test('follows YAML 1.2: dates, yes and no are texts', () => {
    const [document] = read('a: 2026-11-20\nb: yes\nc: no\nd: 010\ne: 0x10\nf: ~').documents;
    expect(document?.content).toEqual({
      a: '2026-11-20',
      b: 'yes',
      c: 'no',
      d: 10,
      e: 16,
      f: null,
    });
  });

  test('passes over documents without content', () => {
    for (const text of ['', '# nothing', '---\n---\n', '~']) {
      expect(read(text)).toEqual({ documents: [], problems: [] });
    }
  });

  test.each([
    ['a: 1\na: 2', 2, 1, 'Map keys must be unique'],
    ['a: [1', 1, 6, 'Flow sequence'],
    ['a: *b', 1, 1, 'Unresolved alias'],
    ['a: "\\q"', 1, 5, 'Invalid escape sequence'],
    ['[a]: b', 1, 1, 'all keys must be strings'],
  ])('refuses %j', (text, line, column, message) => {
    const { documents, problems } = read(text);
    expect(documents.every(({ broken }) => broken)).toBe(true);
    expect(problems[0]).toMatchObject({ severity: 'error', file: 'r.yml', line, column });
    expect(problems[0]?.message).toContain(message);
  });

  test('warns of tags that mean nothing', () => {
    expect(read('a: !x b').problems).toMatchObject([{ severity: 'warning', line: 1, column: 4 }]);
  });

  test.each(['[', '- ', '? ', '{a: ['])('refuses 20,000 levels of "%s"', (open) => {
    const { documents, problems } = read(open.repeat(20_000));
    expect(documents).toEqual([]);
    expect(problems.map(({ message }) => message)).toEqual([
      'YAML is nested more than 100 levels deep',
    ]);
  });

  test('refuses aliases that multiply without end', () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh'].map((pair) =>
      pair.split(''),
    )) {
      lines.push(`${to}: &${to} [${Array.from({ length: 9 }, () => `*${from}`).join(', ')}]`);
    }
    expect(read(lines.join('\n')).problems[0]?.message).toContain('not valid YAML');
  });
});
