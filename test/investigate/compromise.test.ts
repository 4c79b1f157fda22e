import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/types.ts';
import { asOlder, POLICIES, underPolicy, withoutExtra } from '../e2e/compromise/levels.ts';
import { isCredential } from '../e2e/compromise/score/credentials.ts';
import { score } from '../e2e/compromise/score/index.ts';
import type { Truth } from '../e2e/compromise/truth.ts';
import { problemsOf } from './consistent.ts';
import { investigateEvents } from './trail-log.ts';

const ROOT = join(import.meta.dirname, '../..');
const SAMPLE = join(ROOT, 'samples/token-compromise');
const truth = JSON.parse(
  readFileSync(join(ROOT, 'test/fixtures/compromise.json'), 'utf8'),
) as Truth;

const events = readdirSync(SAMPLE).flatMap((name) => {
  const bytes = readFileSync(join(SAMPLE, name));
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JsonObject);
});

const { serviceAccount, credential, pod, address, agent } = truth.subject;

describe('the compromise that a real control plane logged', () => {
  it.each([
    { start: { serviceAccount } },
    { start: { credential } },
    { start: { pod } },
    { start: { sourceIP: address } },
    { start: { userAgent: agent } },
  ])('is found from $start, all of it and nothing else', async ({ start }) => {
    const report = await investigateEvents(events, start);
    expect(problemsOf(report)).toEqual([]);
    expect(score(report, truth).flatMap(({ misses, wrong }) => [...misses, ...wrong])).toEqual([]);
    expect(report.verdict).toMatchObject({ verdict: 'compromised', confidence: 'certain' });
  });

  const shipped = underPolicy(events, POLICIES.shipped);

  it.each([
    {
      how: 'under the thrifty policy',
      log: underPolicy(events, POLICIES.thrifty),
      sure: 'certain',
    },
    { how: 'at level Metadata', log: underPolicy(events, POLICIES.metadata), sure: 'certain' },
    { how: 'by an older Kubernetes', log: shipped.map(asOlder), sure: 'likely' },
    { how: 'without user.extra', log: shipped.map(withoutExtra), sure: 'possible' },
  ])('is found where it was logged $how, and said to be $sure', async ({ log, sure }) => {
    const report = await investigateEvents(log, { serviceAccount });
    const sections = score(report, truth);
    expect(sections.flatMap(({ wrong }) => wrong)).toEqual([]);
    // Who had a token issued isn't logged where tokens have no ids.
    expect(sections.filter(({ name, misses }) => name !== 'facts' && misses.length > 0)).toEqual(
      [],
    );
    const [stolen] = truth.credentials;
    const told = report.credentials.find(
      (one) => one.whose === 'suspect' && stolen !== undefined && isCredential(one, stolen),
    );
    expect(told?.confidence).toBe(sure);
    expect(report.verdict).toMatchObject({ verdict: 'compromised', confidence: sure });
  });
});
