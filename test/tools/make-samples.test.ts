import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { wants } from '../../src/config/profile.ts';
import { EventRecord, eventTime } from '../../src/record/event-record.ts';
import type { JsonObject } from '../../src/types.ts';
import { makeSamples } from '../../tools/make-samples.ts';
import { loadBundled, ROOT } from '../rule-tests/bundled.ts';

const SAMPLES = join(ROOT, 'samples');
const page = readFileSync(join(SAMPLES, 'README.md'), 'utf8');
const samples = makeSamples();
const bundled = await loadBundled();

const committed = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' }).filter(
  // Those of the real cluster are recorded.
  (name) => /\.log(\.gz)?$/.test(name) && !/^(?:real-cluster|token-compromise)/.test(name),
);

/** The events of all files whose path begins so, in order. */
function eventsIn(prefix: string): JsonObject[] {
  return [...samples]
    .filter(([name]) => name.startsWith(prefix))
    .flatMap(([, text]) => text.trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as JsonObject);
}

/** What `analyze` makes of them with the default profile: the alerts' rules in order of time. */
function alertsOn(events: readonly JsonObject[]): string[] {
  const engine = bundled.createEngine();
  for (const event of events) {
    engine.inspect([new EventRecord(event, eventTime(event) ?? 0, false)]);
  }
  return engine
    .finish()
    .filter(({ level, rule: { tags } }) => wants('default', { level, tags }))
    .map(({ rule, time }) => `${time.slice(11, 16)} ${rule.name}`);
}

const logOf = (prefix: string) => {
  const events = eventsIn(prefix);
  return { prefix, events, alerts: alertsOn(events) };
};
const ordinaryDay = logOf('ordinary-day');
const tokenTheft = logOf('token-theft');
const logs = [ordinaryDay, tokenTheft];

/** The members of Go's structs, in their order there, which is that of the log. */
const ORDERS: readonly (readonly [path: string, keys: string])[] = [
  [
    '',
    'kind apiVersion level auditID stage requestURI verb user impersonatedUser sourceIPs userAgent ' +
      'objectRef responseStatus requestObject responseObject requestReceivedTimestamp stageTimestamp ' +
      'annotations',
  ],
  ['user', 'username uid groups extra'],
  ['impersonatedUser', 'username uid groups extra'],
  ['objectRef', 'resource namespace name uid apiGroup apiVersion resourceVersion subresource'],
  ['responseStatus', 'metadata status message reason details code'],
];

function misordered(event: JsonObject): string[] {
  return ORDERS.filter(([path, keys]) => {
    const object = (path === '' ? event : (event[path] ?? {})) as JsonObject;
    const known = keys.split(' ');
    const places = Object.keys(object).map((key) => known.indexOf(key));
    return places.some((place, index) => place < 0 || place < (places[index - 1] ?? 0));
  }).map(([path]) => path);
}

describe('make-samples', () => {
  it('makes exactly the files under samples', () => {
    expect(committed.sort()).toEqual([...samples.keys()].sort());
  });

  it.each([...samples.keys()])('makes %s as it is', (name) => {
    const bytes = readFileSync(join(SAMPLES, name));
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    // Not toBe: a difference of thirty thousand lines takes minutes to print.
    expect(text === samples.get(name)).toBe(true);
  });

  it('makes the same every time', () => {
    const again = makeSamples();
    expect([...again.keys()].filter((name) => again.get(name) !== samples.get(name))).toEqual([]);
  });

  it('writes no time into compressed files', () => {
    const gzipped = committed.filter((name) => name.endsWith('.gz'));
    const times = gzipped.map((name) => readFileSync(join(SAMPLES, name)).readUInt32LE(4));
    expect(times).toEqual(gzipped.map(() => 0));
  });

  it('keeps the repository small', () => {
    const bytes = committed.map((name) => statSync(join(SAMPLES, name)).size);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(900_000);
  });
});

describe.each(logs)('$prefix', ({ events }) => {
  it('has its members in the order of kube-apiserver', () => {
    expect(events.flatMap(misordered)).toEqual([]);
  });

  it('has its lines in the order of their stage times', () => {
    const times = events.map((event) => eventTime(event) ?? 0);
    expect(times.filter((time, index) => time < (times[index - 1] ?? 0))).toEqual([]);
  });

  it('has one event for each stage of a request', () => {
    const stages = events.map(({ auditID, stage }) => JSON.stringify([auditID, stage]));
    expect(new Set(stages).size).toBe(stages.length);
  });
});

describe('samples/README.md', () => {
  it('explains every alert, at its time', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| '));
    const unexplained = logs
      .flatMap(({ alerts }) => alerts)
      .filter((alert) => {
        const [time, rule] = alert.split(' ');
        return !rows.some((row) => row.startsWith(`| ${time} `) && row.includes(`\`${rule}\``));
      });
    expect(unexplained).toEqual([]);
  });

  it('says how many events there are', () => {
    for (const { events } of logs) {
      const count = new Intl.NumberFormat('en-US').format(events.length);
      expect(page).toContain(` ${count} events`);
    }
  });

  it('says how stale the stolen token was', () => {
    const notes = tokenTheft.events.map(
      ({ annotations }) =>
        (annotations as JsonObject | undefined)?.['authentication.k8s.io/stale-token'],
    );
    const first = /threshold: (\d+)$/.exec(
      String(notes.find((note) => typeof note === 'string')),
    )?.[1];
    expect(page).toContain(`${new Intl.NumberFormat('en-US').format(Number(first))} seconds after`);
  });

  it('names credential ids that are there', () => {
    const ids = [...page.matchAll(/`JTI=([0-9a-f]+)-…`/g)].map(([, start]) => start as string);
    const text = [...samples.values()].join('');
    expect(ids.filter((start) => !text.includes(`"JTI=${start}-`))).toEqual([]);
    expect(ids).toHaveLength(2);
  });
});

describe('alerts', () => {
  it('are eight on an ordinary day', () => {
    expect(ordinaryDay.alerts).toEqual([
      '02:15 sa_lists_secrets',
      '06:30 sa_used_by_hand',
      '06:30 default_sa_api_call',
      '08:57 secrets_listed_all_namespaces',
      '09:05 sa_used_by_hand',
      '09:05 legacy_token_used',
      '09:05 system_identity_from_public_address',
      '14:09 pod_exec',
    ]);
  });

  it('tell the story of the stolen token', () => {
    expect(tokenTheft.alerts.toSorted()).toEqual([
      '12:41 sa_token_in_two_places',
      '12:41 sa_used_by_hand',
      '12:41 system_identity_from_public_address',
      '12:42 sa_self_review',
      '12:42 sa_self_review',
      '12:44 chain_01_stolen_token',
      '12:44 sa_lists_secrets',
      '12:44 sa_lists_secrets_all_namespaces',
      '12:44 secrets_read_with_script',
      '12:52 create_denied',
      '12:52 create_denied',
      '12:52 create_denied',
      '13:05 legacy_token_used',
      '13:05 sa_used_by_hand',
      '13:05 system_identity_from_public_address',
      '13:07 sa_requests_token_of_other',
      '13:07 sa_token_requested',
      '13:08 default_sa_api_call',
      '13:08 sa_used_by_hand',
      '13:08 system_identity_from_public_address',
      '13:40 stale_token_used',
      '13:46 cluster_admin_bound',
      '13:46 default_sa_bound',
      '13:46 impersonates_service_account',
      '13:46 new_impersonator',
      '13:46 sa_creates_binding',
      '13:46 sa_given_privileged_role',
      '14:30 sa_access_matrix',
      '14:30 sa_request_rate_spike',
      '14:30 sa_self_review',
      '14:30 sa_used_by_hand',
      '14:34 sa_request_rate_high',
    ]);
  });

  it('are what README says of the demo: eleven of 32 are high or critical', () => {
    const levels = new Map(bundled.infos.map(({ name, level }) => [name, level]));
    const { alerts } = tokenTheft;
    const grave = alerts.filter((alert) => /high|critical/.test(levels.get(alert.slice(6)) ?? ''));
    expect(page.replace(/\s+/g, ' ')).toContain('eleven alerts of 32');
    expect([grave.length, alerts.length]).toEqual([11, 32]);
  });
});
