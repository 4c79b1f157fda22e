/**
 * What the engine takes for an event behind parsing and matching: detectors, time order, windows.
 *   node bench/engine.ts [EVENTS]
 * All bundled rules, records shaped like those of bench/make-log.ts whose fields and matches are at hand.
 * Prints nanoseconds for each event, and in the quickest tenth: what it takes when nobody else wants the
 * machine. First what is not the engine's own: matching, and packing evidence. Garbage collection includes
 * that of making the records.
 */
import { setImmediate } from 'node:timers/promises';
import { GCProfiler, setFlagsFromString } from 'node:v8';
import { DETECTORS } from '../src/detectors/index.ts';
import { createEngine } from '../src/pipeline/engine.ts';
import { resolve } from '../src/record/event-path.ts';
import { EventRecord } from '../src/record/event-record.ts';
import { witnessOf } from '../src/record/evidence.ts';
import { createBaselines } from '../src/sigma/baseline/index.ts';
import { createCorrelations } from '../src/sigma/correlation/index.ts';
import { loadRules, readRuleFiles } from '../src/sigma/index.ts';
import { createMatcher } from '../src/sigma/matcher/index.ts';
import type { AuditRecord, Detector, FieldPath, Json, JsonObject, Micros } from '../src/types.ts';

// As in bin/satrap.cjs.
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=40');

const EVENTS = Number(process.argv[2] ?? 2_000_000);
const BATCH = 200;
const START: Micros = Date.UTC(2026, 10, 20) * 1000;

let state = 42;
function random(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}
const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;

/** An event without what differs in each. */
function shape(): JsonObject {
  const n = random(200);
  const byAccount = random(100) < 55;
  const resource = pick(['pods', 'configmaps', 'endpoints', 'leases', 'nodes', 'services']);
  const username = byAccount
    ? `system:serviceaccount:team-${n % 40}:app-${n}`
    : `system:node:worker-${n % 25}`;
  return {
    auditID: `${random(2 ** 32)}-0000-4000-8000-${random(2 ** 32)}`,
    stage: 'ResponseComplete',
    requestURI: `/api/v1/namespaces/team-${n}/${resource}/${resource}-${random(500)}?timeout=10s`,
    verb: pick(['get', 'get', 'get', 'list', 'watch', 'update', 'patch', 'create']),
    user: {
      username,
      groups: ['system:authenticated'],
      extra: { 'authentication.kubernetes.io/credential-id': [`JTI=${n}`] },
    },
    sourceIPs: [`10.${random(4)}.${random(200)}.${random(250)}`],
    userAgent: `controller-${n % 30}/v1.34.1 (linux/amd64) kubernetes/7b1d3a2`,
    objectRef: { resource, namespace: `team-${n % 40}`, name: `${resource}-${random(500)}` },
    responseStatus: { code: random(50) === 0 ? 404 : 200 },
    annotations: { 'authorization.k8s.io/decision': 'allow' },
  };
}

/** What is known of a shape: found once, then at hand. */
class Shape {
  readonly event: JsonObject = shape();
  readonly fields = new Map<FieldPath, Json | undefined>();
  packed = new Float64Array(0);
  length = 0;
  matched: readonly number[] = [];
}

class Double implements AuditRecord {
  readonly partial = false;
  readonly shape: Shape;
  readonly time: Micros;
  readonly number: number;

  constructor(from: Shape, time: Micros, number: number) {
    this.shape = from;
    this.time = time;
    this.number = number;
  }

  get event(): JsonObject {
    return this.shape.event;
  }

  get digest(): string {
    const words = new Int32Array(4);
    this.readDigest(words);
    return Buffer.from(words.buffer).toString('hex');
  }

  readDigest(into: Uint32Array | Int32Array, at = 0): void {
    for (let word = 0; word < 4; word++) into[at + word] = Math.imul(this.number, 2 * word + 1);
  }

  /** A new string each time, as a scanner's would be. */
  get packed(): string {
    const { packed, length } = this.shape;
    return Buffer.from(packed.buffer).toString('latin1', 0, length);
  }

  packInto(into: Float64Array, at: number): number {
    const { packed, length } = this.shape;
    if (at + packed.length > into.length) return 0;
    for (let word = 0; word < packed.length; word++) into[at + word] = packed[word] as number;
    return length;
  }

  field(path: FieldPath): Json | undefined {
    const { fields, event } = this.shape;
    const value = fields.get(path);
    if (value !== undefined || fields.has(path)) return value;
    fields.set(path, resolve(event, path));
    return fields.get(path);
  }
}

const { files } = await readRuleFiles([`${import.meta.dirname}/../rules`]);
const { rules } = loadRules(files);
const shapes = Array.from({ length: 1024 }, () => new Shape());
for (const one of shapes) {
  const record = new Double(one, START, 0);
  const packed = Buffer.from(witnessOf(new EventRecord(one.event, START, false)).packed);
  one.length = packed.length;
  one.packed = new Float64Array(Math.ceil(packed.length / 8));
  packed.copy(Buffer.from(one.packed.buffer));
  one.matched = rules.detections.map((rule) => Number(rule.matches(record)));
}
for (const [index, rule] of rules.detections.entries()) {
  const matches = (record: AuditRecord) => (record as Double).shape.matched[index] === 1;
  Object.assign(rule, { matches });
}

function batchAt(first: number): Double[] {
  return Array.from({ length: BATCH }, (_, i) => {
    return new Double(pick(shapes), START + (first + i) * 1000 + random(800), first + i);
  });
}

/** Gives every event to `take`, many at a time; prints what they took once it was warm. */
async function measure(what: string, take: (batch: readonly Double[]) => void): Promise<void> {
  const times: number[] = [];
  const collections = new GCProfiler();
  collections.start();
  for (let first = 0; first < EVENTS; first += BATCH) {
    const batch = batchAt(first);
    const start = performance.now();
    take(batch);
    times.push(((performance.now() - start) * 1e6) / BATCH);
    await setImmediate();
  }
  const warm = times.slice(times.length / 10);
  const mean = warm.reduce((sum, time) => sum + time, 0) / warm.length;
  const quick = warm.toSorted((a, b) => a - b)[Math.floor(warm.length / 10)] ?? 0;
  const collected = collections.stop()?.statistics.reduce((sum, { cost }) => sum + cost, 0) ?? 0;
  process.stdout.write(
    `${what}: ${mean.toFixed(0)} ns an event, ${quick.toFixed(0)} in the quickest tenth; ` +
      `garbage collection ${((collected * 1000) / EVENTS).toFixed(0)} ns an event\n`,
  );
}

const engine = createEngine({
  rules,
  detectors: [
    createCorrelations(rules, { windowEntries: 1_000_000 }),
    createBaselines(rules, { entries: 500_000, perGroup: 10_000 }),
    ...DETECTORS.map((detector) => detector.create({})),
  ] as Detector[],
  lateness: 30_000_000,
  pending: 250_000,
  fold: 3_600_000_000,
  raises: () => true,
});
const matcher = createMatcher(rules.detections);
await measure('matching and witnesses alone', (batch) => {
  for (const record of batch) if (matcher.match(record).length > 0) witnessOf(record);
});
await measure('engine', (batch) => engine.inspect(batch));
process.stdout.write(
  `${engine.finish().length} alerts, peak ${process.resourceUsage().maxRSS >> 10} MB\n`,
);
