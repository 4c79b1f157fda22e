import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/config/document.ts';

const text = `# comment
alerts:
  fold: 1h
sinks:
  - type: stdout
  - { type: file, path: a }
`;

describe('readDocument', () => {
  it('gives the data', () => {
    const { data, problems } = readDocument('satrap.yaml', text);
    expect(problems).toEqual([]);
    expect(data).toEqual({
      alerts: { fold: '1h' },
      sinks: [{ type: 'stdout' }, { type: 'file', path: 'a' }],
    });
  });

  it('knows where values and keys stand', () => {
    const { placeOf, placeOfKey } = readDocument('satrap.yaml', text);
    expect(placeOf(['alerts', 'fold'])).toEqual({ line: 3, column: 9 });
    expect(placeOf(['sinks', 1, 'path'])).toEqual({ line: 6, column: 25 });
    expect(placeOfKey(['alerts'], 'fold')).toEqual({ line: 3, column: 3 });
    expect(placeOfKey(['sinks', 1], 'type')).toEqual({ line: 6, column: 7 });
    expect(placeOfKey([], 'sinks')).toEqual({ line: 4, column: 1 });
  });

  it('gives the nearest place above what is missing', () => {
    const { placeOf, placeOfKey } = readDocument('satrap.yaml', text);
    expect(placeOf(['sinks', 0, 'format'])).toEqual({ line: 5, column: 5 });
    expect(placeOf(['nothing', 'here'])).toEqual({ line: 2, column: 1 });
    expect(placeOfKey(['alerts'], 'nothing')).toEqual({ line: 3, column: 3 });
  });

  it.each(['', '# nothing\n', '---\n'])('takes a file without content: %j', (empty) => {
    const { data, problems, placeOf } = readDocument('satrap.yaml', empty);
    expect([data, problems]).toEqual([undefined, []]);
    expect(placeOf(['alerts']).line).toBeLessThanOrEqual(2);
  });

  it('tells all that is no YAML, with line and column', () => {
    const { data, problems } = readDocument('satrap.yaml', 'a: 1\na: 2\nb: [\n');
    expect(data).toBeUndefined();
    expect(problems).toMatchObject([
      { severity: 'error', file: 'satrap.yaml', line: 2, column: 1 },
      { severity: 'error', file: 'satrap.yaml', line: 4 },
    ]);
    expect(problems[0]?.message).toBe('map keys must be unique');
  });

  it('shows nothing of the text in a message', () => {
    const { problems } = readDocument('satrap.yaml', 'url: "https://hooks.slack.com/s3cr3t\n x: [');
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain('s3cr3t');
  });

  it('refuses a bomb of aliases', () => {
    const bomb = Array.from({ length: 9 }, (_, index) => {
      const inside =
        index === 0
          ? '"x"'
          : Array(9)
              .fill(`*a${index - 1}`)
              .join(',');
      return `a${index}: &a${index} [${inside}]`;
    });
    const { problems } = readDocument('satrap.yaml', bomb.join('\n'));
    expect(problems).toMatchObject([{ severity: 'error', file: 'satrap.yaml' }]);
  });
});
