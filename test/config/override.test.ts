import { delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import { doubtfulVariables, override } from '../../src/config/override.ts';
import { CONFIG_VARIABLE, type Data } from '../../src/config/settings.ts';

describe('override', () => {
  it('puts flags over variables over the file', () => {
    const data: Data = { alerts: { minLevel: 'low', fold: '1h' }, deadLetter: 'file' };
    const env = { SATRAP_MIN_LEVEL: 'medium', SATRAP_DEAD_LETTER: 'variable' };
    const origins = override(data, env, { minLevel: 'high', quiet: true });
    expect(data).toEqual({ alerts: { minLevel: 'high', fold: '1h' }, deadLetter: 'variable' });
    expect([...origins]).toEqual([
      ['alerts.minLevel', '--min-level'],
      ['deadLetter', 'SATRAP_DEAD_LETTER'],
    ]);
  });

  it('cuts lists in variables at the path separator', () => {
    const data: Data = {};
    override(data, { SATRAP_RULES: ['a', 'b', ''].join(delimiter) }, {});
    expect(data).toEqual({ rules: { paths: ['a', 'b'] } });
  });

  it('takes an empty variable and an unused repeatable flag as not given', () => {
    const data: Data = { rules: { paths: ['file'] } };
    override(data, { SATRAP_MIN_LEVEL: '', SATRAP_RULES: '' }, { rules: [], addRules: [] });
    expect(data).toEqual({ rules: { paths: ['file'] } });
  });

  it('reads a switch from a variable, and leaves anything but true and false to be told', () => {
    const values = ['true', 'false', 'yes'].map((written) => {
      const data: Data = {};
      override(data, { SATRAP_INSECURE_HTTP: written }, {});
      return data;
    });
    expect(values).toEqual(
      [true, false, 'yes'].map((insecureHttp) => ({ webhook: { insecureHttp } })),
    );
  });

  it('leaves to be told what the file has wrong', () => {
    const data: Data = { rules: 5, sinks: 'none' };
    override(data, { SATRAP_RULES: 'a', SATRAP_OUTPUT: 'json' }, {});
    expect(data).toEqual({ rules: 5, sinks: 'none' });
  });

  it('sets the format of the stdout sink, or adds one', () => {
    const none: Data = {};
    const other: Data = { sinks: [{ type: 'file', path: 'a' }] };
    const both: Data = {
      sinks: [
        { type: 'file', path: 'a' },
        { type: 'stdout', format: 'text' },
      ],
    };
    for (const data of [none, other, both]) override(data, {}, { output: 'json' });
    expect(none).toEqual({ sinks: [{ type: 'stdout', format: 'json' }] });
    expect(other).toEqual(both);
    expect(both.sinks).toEqual([
      { type: 'file', path: 'a' },
      { type: 'stdout', format: 'json' },
    ]);
  });
});

describe('doubtfulVariables', () => {
  it('warns of a slip of the pen', () => {
    expect(doubtfulVariables({ SATRAP_MINLEVEL: 'low' })).toEqual([
      {
        severity: 'warning',
        file: 'SATRAP_MINLEVEL',
        line: 0,
        column: 0,
        message: 'is not a variable that satrap reads; did you mean SATRAP_MIN_LEVEL?',
      },
    ]);
  });

  it('minds its own business', () => {
    const env = {
      [CONFIG_VARIABLE]: 'x',
      SATRAP_RULES: 'x',
      SATRAP_SLACK_URL: 'x',
      SATRAP_SERVICE_HOST: 'x',
      SATRAP_PORT_443_TCP: 'x',
      PATH: 'x',
    };
    expect(doubtfulVariables(env)).toEqual([]);
  });
});
