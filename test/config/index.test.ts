import { describe, expect, it } from 'vitest';
import * as config from '../../src/config/index.ts';
import { SINKS } from '../../src/sinks/index.ts';

const VALUES: Readonly<Record<string, string>> = { minLevel: 'high', output: 'json' };

describe('configuration', () => {
  it.each(config.SETTINGS)('takes $variable as it takes $option', async (setting) => {
    const value = VALUES[setting.flag] ?? 'some/path';
    const flag = setting.list ? [value] : value;
    const none = { env: {}, flags: {}, folder: '/nowhere' };
    const byFlag = await config.loadConfig({ ...none, flags: { [setting.flag]: flag } });
    const byVariable = await config.loadConfig({ ...none, env: { [setting.variable]: value } });
    const unset = await config.loadConfig(none);
    expect(byFlag.problems).toEqual([]);
    expect(byFlag).toEqual(byVariable);
    expect(byFlag).not.toEqual(unset);
  });

  it('knows every sink that there is', () => {
    const schema = JSON.stringify(config.configJsonSchema());
    for (const type of Object.keys(SINKS)) expect(schema).toContain(`"const":"${type}"`);
  });
});
