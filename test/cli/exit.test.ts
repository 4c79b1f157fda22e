import { describe, expect, it } from 'vitest';
import { problemLine } from '../../src/cli/exit.ts';

describe('problem line', () => {
  it('is what editors jump to, with nothing that a terminal obeys', () => {
    const line = problemLine({
      severity: 'error',
      file: 'rules/\u001b[31mx.yml',
      line: 3,
      column: 7,
      message: 'unknown modifier foo',
    });
    // oxlint-disable-next-line no-control-regex
    expect(line.replace(/\u001b\[(31|33|39)m/g, '')).toMatch(
      /^rules\/.*x\.yml:3:7: error: unknown modifier foo$/,
    );
  });
});
