import type { Report } from '../../../src/investigate/report/index.ts';
import { exampleReport } from '../example-report.ts';

const [step] = exampleReport.timeline.steps.slice(2) as [Report['timeline']['steps'][number]];
const [taken] = exampleReport.taken as [Report['taken'][number]];
const [node] = exampleReport.identities.nodes as [Report['identities']['nodes'][number]];
const [edge] = exampleReport.identities.edges as [Report['identities']['edges'][number]];
const [credential] = exampleReport.credentials as [Report['credentials'][number]];
const [origin] = exampleReport.origins as [Report['origins'][number]];
const event = Object.values(exampleReport.evidence)[12] as Report['evidence'][string];
const PHASES = [
  'recon',
  'access',
  'escalation',
  'persistence',
  'evasion',
  'impact',
  'use',
] as const;

const START = Date.parse('2026-11-20T12:41:10Z');
const hex = (number: number) => number.toString(16).padStart(8, '0');
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString().replace('Z', '000Z');
const account = (index: number) => `system:serviceaccount:team-${index % 23}:worker-${index}`;
const range = <T>(length: number, make: (index: number) => T) =>
  Array.from({ length }, (_, index) => make(index));

/** Sizes that a report may reach before its bounds cut it. */
export const LARGE = { steps: 5000, identities: 300, taken: 2000, events: 12_000 } as const;

/** A report as large as they get: a week of 300 accounts, each its own place and credential. */
export const largeReport: Report = {
  ...exampleReport,
  identities: {
    limited: true,
    nodes: range(LARGE.identities, (index) => ({
      ...node,
      id: account(index),
      label: `team-${index % 23}/worker-${index}`,
      subject: index === 0,
      depth: Math.min(4, Math.ceil(index / 9)),
      acted: index % 3 !== 1,
    })),
    edges: range(LARGE.identities - 1, (index) => ({
      ...edge,
      id: `edge-${index}`,
      from: account(Math.floor(index / 9)),
      to: account(index + 1),
      credential: `JTI=${hex(index + 1)}-88b1-48e0-aa0d-73cb6741a1ec`,
    })),
  },
  credentials: range(LARGE.identities, (index) => ({
    ...credential,
    id: `JTI=${hex(index)}-88b1-48e0-aa0d-73cb6741a1ec`,
    identity: account(index),
    origins: [`origin-${hex(index)}`],
    siblings: [],
  })),
  origins: range(LARGE.identities, (index) => ({
    ...origin,
    id: `origin-${hex(index)}`,
    identity: account(index),
  })),
  timeline: {
    ...exampleReport.timeline,
    omitted: 812,
    steps: range(LARGE.steps, (index) => ({
      ...step,
      id: `step-${index}`,
      phase: PHASES[index % PHASES.length] as (typeof PHASES)[number],
      outcome: index % 5 === 0 ? ('denied' as const) : ('allowed' as const),
      identity: account(index % LARGE.identities),
      origin: `origin-${hex(index % LARGE.identities)}`,
      credential: `JTI=${hex(index % LARGE.identities)}-88b1-48e0-aa0d-73cb6741a1ec`,
      first: at(index * 120),
      last: at(index * 120 + (index % 7) * 30),
      proof: { events: [hex(2 * index), hex(2 * index + 1)], count: 2 + (index % 40) },
      alerts: [],
    })),
  },
  taken: range(LARGE.taken, (index) => ({
    ...taken,
    id: `taken-${index}`,
    scope: 'object' as const,
    object: {
      group: '',
      resource: 'secrets',
      namespace: `team-${index % 23}`,
      name: `db-${index}`,
    },
    identity: account(index % LARGE.identities),
    proof: { events: [hex(10_000 + index)], count: 1 },
  })),
  evidence: {
    ...exampleReport.evidence,
    ...Object.fromEntries(
      range(LARGE.events, (index) => [
        hex(index),
        { ...event, time: at(index * 50), user: account(index % LARGE.identities) },
      ]),
    ),
  },
};
