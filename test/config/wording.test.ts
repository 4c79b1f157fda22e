import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { pathText, unknownKey, wording } from '../../src/config/wording.ts';

/** What is said of the only thing wrong with a configuration. */
function said(config: object): string {
  const [issue] = configSchema.safeParse(config).error?.issues ?? [];
  if (issue === undefined) return 'fine';
  const value = issue.path.reduce<unknown>(
    (inside, key) => (inside as Record<PropertyKey, unknown>)[key],
    config,
  );
  return wording(issue, value);
}

describe('wording', () => {
  it.each<[object, string]>([
    [{ rules: { paths: 'a' } }, 'rules.paths must be a list, not text'],
    [{ rules: { paths: [5] } }, 'rules.paths[0] must be text, not a number'],
    [{ rules: { add: [''] } }, 'rules.add[0] must not be empty'],
    [{ rules: { placeholders: [] } }, 'rules.placeholders must be a map of keys, not a list'],
    [{ rules: { placeholders: { a: [{}] } } }, 'rules.placeholders.a[0] must be text or a number'],
    [{ dedupe: null }, 'dedupe must be a map of keys, not empty'],
    [{ dedupe: { events: 0 } }, 'dedupe.events must be at least 1'],
    [{ dedupe: { events: 1.5 } }, 'dedupe.events must be a whole number'],
    [{ dedupe: { events: '5' } }, 'dedupe.events must be a whole number'],
    [{ deadLetter: {} }, 'deadLetter must be text, not a map of keys'],
    [{ alerts: { fold: 60 } }, 'alerts.fold must be a duration such as 90s, 5m, 1h or 30d'],
    [{ input: { maxRecordBytes: '9GB' } }, 'input.maxRecordBytes must be between 1KiB and 512MB'],
    [
      { alerts: { minLevel: 'hihg' } },
      'alerts.minLevel must be one of informational, low, medium, high, critical; did you mean high?',
    ],
    [
      { alerts: { minLevel: 3 } },
      'alerts.minLevel must be one of informational, low, medium, high, critical, not a number',
    ],
    [
      { sinks: [{ type: 'slak' }] },
      'sinks[0].type must be one of stdout, file, slack; did you mean slack?',
    ],
    [{ sinks: [{}] }, 'sinks[0].type is missing; it must be one of stdout, file, slack'],
    [{ sinks: [{ type: 'file' }] }, 'sinks[0].path is missing; it must be text'],
    [{ sinks: [{ type: 'file', path: 'a', keep: 5000 }] }, 'sinks[0].keep must be at most 1000'],
    [{ sinks: ['stdout'] }, 'sinks[0] must be a map of keys, not text'],
  ])('says of %j: %s', (config, message) => {
    expect(said(config)).toBe(message);
  });

  it('does not repeat a secret that was written down', () => {
    const url = 'https://hooks.slack.com/services/T/B/s3cr3t';
    expect(said({ sinks: [{ type: 'slack', url }] })).toMatch(
      /^sinks\[0\]\.url must say where the secret is kept, not the secret itself: .*env:NAME$/,
    );
    expect(said({ sinks: [{ type: 'slack' }] })).toMatch(
      /^sinks\[0\]\.url is missing; it must say/,
    );
  });
});

describe('unknownKey', () => {
  it('suggests the nearest key of that place', () => {
    expect(unknownKey(['alerts'], 'minlevel', {})).toBe(
      'there is no alerts.minlevel; did you mean minLevel?',
    );
    expect(unknownKey([], 'sink', {})).toBe('there is no sink; did you mean sinks?');
  });

  it('knows the keys of a sink by its type', () => {
    const config = { sinks: [{ type: 'file' }, { type: 'slack' }] };
    expect(unknownKey(['sinks', 1], 'uri', config)).toBe(
      'there is no sinks[1].uri; did you mean url?',
    );
    expect(unknownKey(['sinks', 0], 'url', config)).toBe(
      'there is no sinks[0].url; known here: type, minLevel, path, maxSize, keep',
    );
  });
});

describe('pathText', () => {
  it('reads as people write it', () => {
    expect(pathText(['sinks', 0, 'url'])).toBe('sinks[0].url');
    expect(pathText([])).toBe('the configuration');
  });
});
