/**
 * What baselines take for an event once they know it: to take what they seek, and to look at it.
 *   node bench/baselines.ts [EVENTS] [BASELINES]
 * Records of 200 ServiceAccounts that do what they always do, 24,000 different ones, come again and again, with
 * their values numbered as the scanner does. Prints nanoseconds of user CPU for each event, those of picking it
 * left out: while ten (BASELINES) learn, then the quickest of some rounds.
 */
import { createTakers } from '../src/pipeline/takers.ts';
import { resolve } from '../src/record/event-path.ts';
import { witnessOf } from '../src/record/evidence.ts';
import { createBaselines } from '../src/sigma/baseline/index.ts';
import { loadRules } from '../src/sigma/index.ts';
import type {
  AuditRecord,
  Detector,
  FieldPath,
  Json,
  JsonObject,
  Sighting,
  Witness,
} from '../src/types.ts';
import { randomFrom } from './random.ts';

const EVENTS = Number(process.argv[2] ?? 1_000_000);
const BASELINES = Number(process.argv[3] ?? 10);
const ROUNDS = 10;
const START = Date.UTC(2026, 10, 20) * 1000;
const random = randomFrom(42);

/** What ten baselines would ask: who does what, where, from where and with what. */
const ASKED: readonly (readonly [groupBy: string, fields: string])[] = [
  ['user.username', '[verb, objectRef.resource]'],
  ['user.username', '[satrap.sourceNetwork]'],
  ['user.username', '[satrap.client]'],
  ['user.username', '[objectRef.namespace]'],
  ['user.username', '[objectRef.apiGroup]'],
  ['user.username', '[objectRef.subresource]'],
  ['satrap.serviceAccount.namespace', '[verb, objectRef.resource, objectRef.namespace]'],
  ['user.username', '[responseStatus.code]'],
  ['satrap.sourceIP', '[user.username]'],
  ['user.username', '[satrap.client, satrap.sourceNetwork]'],
];

const BASE = `title: Base
logsource: { product: kubernetes, service: audit }
detection: { s: { user.username|startswith: 'system:serviceaccount:' }, condition: s }
`;

const SECTIONS = Array.from({ length: BASELINES }, (_, i) => {
  const [groupBy, fields] = ASKED[i % ASKED.length] as (typeof ASKED)[number];
  return `---
title: Baseline ${i}
baseline:
  { type: first_seen, rules: base, group-by: ${groupBy}, fields: ${fields}, learning: 7d, expiry: 30d }
`;
});

/** How many paths may be asked for. */
const PATHS = 32;

const slots = new Map<FieldPath, number>();

/** Numbers as the scanner gives them: those of the record at hand, which `rows` has for every one. */
const values = {
  slotOf(path: FieldPath): number {
    const known = slots.get(path);
    if (known !== undefined) return known;
    const slot = slots.size;
    slots.set(path, slot);
    const numbers = new Map<string, number>();
    for (const [row, event] of events.entries()) {
      const text = JSON.stringify(resolve(event, path) ?? null);
      if (!numbers.has(text)) numbers.set(text, numbers.size + 2);
      rows[row * PATHS + slot] = numbers.get(text) as number;
    }
    values.words.set(rows.subarray(current.row * PATHS, (current.row + 1) * PATHS));
    return slot;
  },
  limit: 1_000_000,
  words: new Int32Array(PATHS),
  absent: 1,
  epoch: 0,
  value: () => undefined,
  tells: () => undefined,
  alike: () => -1,
  round: 0,
};

/** The record at hand: one object for all of them, as in the scanner. */
const current = {
  row: 0,
  time: START,
  partial: false,
  digest: '',
  values,
  numbersAt: 0,
  get event(): JsonObject {
    return events[current.row] as JsonObject;
  },
  field: (path: FieldPath): Json | undefined => resolve(current.event, path),
  witness: (): Witness => witnessOf(current),
} satisfies AuditRecord & Sighting & { row: number };

const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
const some = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

const events: readonly JsonObject[] = Array.from({ length: 200 }, (_, n) => {
  const actions = some(8, () => [
    pick(['get', 'list', 'watch', 'update', 'patch', 'create']),
    pick(['pods', 'configmaps', 'endpoints', 'leases', 'nodes', 'services']),
  ]);
  const namespaces = some(5, () => `team-${random(40)}`);
  const addresses = some(3, () => `10.${random(4)}.${random(200)}.${random(250)}`);
  return actions.flatMap(([verb = '', resource = '']) =>
    namespaces.flatMap((namespace) =>
      addresses.map((address) => ({
        stage: 'ResponseComplete',
        verb,
        user: { username: `system:serviceaccount:team-${n % 40}:app-${n}` },
        sourceIPs: [address],
        userAgent: `controller-${n % 30}/v1.34.1 (linux/amd64)`,
        objectRef: { resource, namespace, name: `${resource}-1` },
        responseStatus: { code: 200 },
      })),
    ),
  );
}).flat();
const rows = new Int32Array(PATHS * events.length);

const { rules } = loadRules([{ path: 'bench', text: BASE + SECTIONS.join('') }]);
const matched = rules.detections;
const detector = createBaselines(rules, { entries: 500_000, perGroup: 10_000 }) as Detector;
const take = createTakers([detector]);
let found = 0;

const perEvent = (work: () => void): number => {
  const before = process.cpuUsage().user;
  for (let event = 0; event < EVENTS; event++) {
    current.row = random(events.length);
    current.time += 1000;
    const at = current.row * PATHS;
    for (let slot = 0; slot < slots.size; slot++) values.words[slot] = rows[at + slot] as number;
    work();
  }
  return ((process.cpuUsage().user - before) * 1000) / EVENTS;
};
const pass = () => {
  found += values.words[0] === -1 ? 1 : 0;
};
const see = () => {
  const taken = take(current, matched)?.[0];
  if (taken !== undefined) found += detector.observe(taken, current).length;
};

process.stdout.write(`learning: ${perEvent(see).toFixed(0)} ns an event\n`);
const rounds = Array.from({ length: ROUNDS }, () => ({ loop: perEvent(pass), all: perEvent(see) }));
const loop = Math.min(...rounds.map((round) => round.loop));
const all = Math.min(...rounds.map((round) => round.all));
process.stdout.write(
  `${BASELINES} baselines: ${(all - loop).toFixed(0)} ns an event that they know; ${found} findings\n`,
);
