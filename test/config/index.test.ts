import { describe, expect, it } from 'vitest';
import * as config from '../../src/config/index.ts';
import { configJsonSchema } from '../../src/config/schema.ts';
import { SINKS } from '../../src/sinks/index.ts';

const VALUES: Readonly<Record<string, string>> = {
  minLevel: 'high',
  profile: 'quiet',
  output: 'json',
  metrics: '127.0.0.1:9000',
  listen: '127.0.0.1:9001',
  token: 'env:PATH',
  secretPath: 'env:PATH',
};
const ENV = { PATH: 'a secret' };

describe('configuration', () => {
  it.each(config.SETTINGS)('takes $variable as it takes $option', async (setting) => {
    const value = VALUES[setting.flag] ?? 'some/path';
    const written = setting.isSwitch ? 'true' : value;
    const flag = setting.isSwitch ? true : setting.list ? [value] : value;
    const none = { env: ENV, flags: {}, folder: '/nowhere' };
    const byFlag = await config.loadConfig({ ...none, flags: { [setting.flag]: flag } });
    const env = { ...ENV, [setting.variable]: written };
    const byVariable = await config.loadConfig({ ...none, env });
    const unset = await config.loadConfig(none);
    expect(byFlag.problems).toEqual([]);
    expect(byFlag).toEqual(byVariable);
    expect(byFlag).not.toEqual(unset);
  });

  it('knows every sink that there is', () => {
    const schema = JSON.stringify(configJsonSchema());
    for (const type of Object.keys(SINKS)) expect(schema).toContain(`"const":"${type}"`);
  });
});
