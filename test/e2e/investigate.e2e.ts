import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Report } from '../../src/investigate/report/index.ts';
import type { JsonObject } from '../../src/types.ts';
import { analyze } from './analysis.ts';
import { play } from './compromise/index.ts';
import { asOlder, POLICIES, underPolicy, withoutExtra } from './compromise/levels.ts';
import { loggedTruth } from './compromise/logged.ts';
import { isCredential } from './compromise/score/credentials.ts';
import { type Section, score, table } from './compromise/score/index.ts';
import type { Truth } from './compromise/truth.ts';
import { investigate } from './investigation.ts';

let folder: string;
let truth: Truth;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'satrap-investigate-'));
  const played = await play(inject('binaries'));
  const events = played.lines.map((line) => JSON.parse(line) as JsonObject);
  truth = loggedTruth(played.truth, events);
  const logs = {
    everything: events,
    shipped: underPolicy(events, POLICIES.shipped),
    thrifty: underPolicy(events, POLICIES.thrifty),
    metadata: underPolicy(events, POLICIES.metadata),
    older: underPolicy(events, POLICIES.shipped).map(asOlder),
    'without extra': underPolicy(events, POLICIES.shipped).map(withoutExtra),
  };
  for (const [name, log] of Object.entries(logs)) {
    await writeFile(pathOf(name), log.map((event) => `${JSON.stringify(event)}\n`).join(''));
  }
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const pathOf = (log: string) => join(folder, `${log}.log`);

/** Recall and precision, printed as well. */
function scored(title: string, report: Report): Section[] {
  const sections = score(report, truth);
  const { verdict, confidence } = report.verdict;
  process.stdout.write(`\n${title}: ${verdict}, ${confidence}\n${table(sections)}\n`);
  return sections;
}

const complaints = (sections: readonly Section[]) =>
  sections.flatMap(({ name, misses, wrong }) =>
    [...misses, ...wrong].map((text) => `${name}: ${text}`),
  );

/** Where one may start, as flags. */
const STARTS: Readonly<Record<string, (about: Truth['subject']) => readonly string[]>> = {
  'the ServiceAccount': ({ serviceAccount }) => ['--service-account', serviceAccount],
  'the credential': ({ credential }) => ['--credential', credential],
  'the pod': ({ pod }) => ['--pod', pod],
  'the address': ({ address }) => ['--source-ip', address],
  'the user': ({ serviceAccount }) => ['--user', `system:serviceaccount:${serviceAccount}`],
  'the program': ({ agent }) => ['--user-agent', agent],
};

describe('satrap investigate on a compromise that a real kube-apiserver logged', () => {
  it.each(Object.entries(STARTS))(
    'tells all of it and nothing else, from %s',
    async (title, of) => {
      const report = await investigate([pathOf('everything')], ...of(truth.subject));
      expect(complaints(scored(title, report))).toEqual([]);
      expect(report.verdict).toMatchObject({ verdict: 'compromised', confidence: 'certain' });
    },
  );

  it('tells all of it and nothing else, from an alert', async () => {
    const { alerts } = await analyze([pathOf('everything')]);
    const stolen = alerts.find(({ rule }) => rule.name === 'chain_01_stolen_token');
    const report = await investigate([pathOf('everything')], '--alert', stolen?.id ?? '');
    expect(complaints(scored('an alert', report))).toEqual([]);
  });
});

/** How a log is kept, and what can't be found in it: by section, where that isn't all. */
const LOGS: Readonly<
  Record<string, { readonly sure: string; readonly found: Readonly<Record<string, string>> }>
> = {
  shipped: { sure: 'certain', found: {} },
  // Without the body of the request for a certificate nobody knows for whom it is: whoever came first then.
  thrifty: { sure: 'certain', found: {} },
  metadata: { sure: 'certain', found: {} },
  // Tokens have no ids: a pod's are one, which the thief and the pod share.
  older: { sure: 'likely', found: { facts: '3 of 7' } },
  // Tokens are told apart by address alone; what was issued has an id still.
  'without extra': { sure: 'possible', found: { facts: '4 of 7' } },
};

describe('the same where the log has less', () => {
  it.each(Object.entries(LOGS))(
    '%s: says how sure it is, and nothing false',
    async (log, wanted) => {
      const flags = ['--service-account', truth.subject.serviceAccount];
      const report = await investigate([pathOf(log)], ...flags);
      const sections = scored(log, report);
      const found = sections
        .filter(({ misses }) => misses.length > 0)
        .map((one) => [one.name, `${one.found} of ${one.of}`] as const);
      expect(sections.flatMap(({ wrong }) => wrong)).toEqual([]);
      expect(Object.fromEntries(found)).toEqual(wanted.found);
      const [stolen] = truth.credentials;
      const claim = report.credentials.find(
        (one) => one.whose === 'suspect' && stolen !== undefined && isCredential(one, stolen),
      );
      expect(claim?.confidence).toBe(wanted.sure);
      expect(report.verdict.verdict).toBe('compromised');
    },
  );
});
