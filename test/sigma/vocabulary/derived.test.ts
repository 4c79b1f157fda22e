import { describe, expect, it } from 'vitest';
import { checkField } from '../../../src/sigma/vocabulary/fields.ts';

describe('derived fields in rules', () => {
  it.each(['satrap.sourceIP', 'satrap.podSpec.hostNetwork', 'satrap.serviceAccount.namespace'])(
    'may ask for %s',
    (path) => expect(checkField(path)).toBeUndefined(),
  );

  it('are suggested where a name is nearly right', () => {
    expect(checkField('satrap.podspec.hostPID')).toBe(
      'satrap derives no field `satrap.podspec.hostPID`: did you mean satrap.podSpec?',
    );
  });

  it('that are something else altogether are said to be in the docs', () => {
    expect(checkField('satrap.weather')).toBe(
      'satrap derives no field `satrap.weather`; docs/rules.md has those there are',
    );
  });

  it('that are a text have no parts', () => {
    expect(checkField('satrap.sourceIP.port')).toBe('satrap.sourceIP has no parts');
  });
});
