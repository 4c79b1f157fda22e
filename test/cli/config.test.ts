import { describe, expect, it } from 'vitest';
import { folderWith, satrap } from './run.ts';

describe('satrap config', () => {
  it('checks: every error with line and column, exit code 2', async () => {
    const cwd = await folderWith({
      'satrap.yaml':
        'alerts:\n  minLevel: loud\nsinks:\n  - type: slack\n    url: https://hooks.slack.com/x\n',
    });
    const { code, stderr } = await satrap(['config', 'check'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(/satrap\.yaml:2:\d+: error: alerts\.minLevel/);
    expect(stderr).toMatch(/satrap\.yaml:5:\d+: error: sinks\[0\]\.url/);
    expect(stderr).not.toContain('hooks.slack.com/x');
  });

  it('prints what is in effect, without secrets', async () => {
    const cwd = await folderWith({ 'satrap.yaml': 'sinks:\n  - type: slack\n    url: env:HOOK\n' });
    const env = { HOOK: 'https://hooks.slack.com/services/T/B/secret', SATRAP_MIN_LEVEL: 'high' };
    const { code, stdout } = await satrap(['config', 'print'], { cwd, env });
    expect(code).toBe(0);
    expect(stdout).toContain('minLevel: high');
    expect(stdout).not.toContain('secret"');
    expect(stdout).toContain('[redacted]');
  });

  it('gives a JSON Schema with a description for every key', async () => {
    const { stdout } = await satrap(['config', 'schema']);
    const schema = JSON.parse(stdout) as { properties: Record<string, { description?: string }> };
    const silent = Object.entries(schema.properties).filter(([, { description }]) => !description);
    expect(silent).toEqual([]);
  });
});
