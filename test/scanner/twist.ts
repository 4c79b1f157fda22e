import type { Json, JsonObject } from '../../src/types.ts';
import type { Random } from './random.ts';

/** What an event is turned into: what clients, other writers and attackers could make of it. */

const TIMES = [
  ['2024-02-28T23:59:59.999999Z', '2024-02-29T00:00:00.000000Z', '2023-02-29T00:00:00.000000Z'],
  ['2024-02-30T00:00:00.000000Z', '2024-04-31T00:00:00.000000Z', '2024-12-31T23:59:59.000001Z'],
  ['2024-01-01T24:00:00.000000Z', '2024-01-01T23:60:00.000000Z', '2024-01-01T23:59:60.000000Z'],
  ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00.5Z', '2024-01-01T00:00:00.123456789Z'],
  ['2024-01-01T00:00:00.000000+02:00', '2024-01-01t00:00:00.000000z', '2024-01-01T00:00:00,1Z'],
  ['1969-12-31T23:59:59.999999Z', '1970-01-01T00:00:00.000000Z', '9999-12-31T23:59:59.999999Z'],
  ['2100-02-28T12:00:00.000000Z', '2100-03-01T12:00:00.000000Z', '2000-03-01T12:00:00.000000Z'],
  ['0000-00-00T00:00:00.000000Z', '2024-13-01T00:00:00.000000Z', '2024-00-10T00:00:00.000000Z'],
  ['2024-01-01 00:00:00.000000Z', '2024-01-01T00:00:00.00000aZ', '', 'yesterday, or so it seemed.'],
].flat();

const TEXTS = [
  ['', '\u0000', '\u001f', '\u007f', 'é', 'ü'.repeat(9), '€', '💥', '\ud800', '\udc00', '\ud83d'],
  ['\udc00\ud800', 'a\ud83d\ude00b', '"', '\\', '\\u0041', '/', '?', '/api?token=x', '?a'],
  ['true', 'null', '0', '{}', '[]', '…', '\ufeff', '\ufffd', 'x'.repeat(15), 'x'.repeat(16)],
  ['y'.repeat(17), 'z'.repeat(190), 'z'.repeat(191), 'z'.repeat(509), 'z'.repeat(511)],
  ['z'.repeat(513), 'system:serviceaccount:a:b', 'RequestReceived', 'é'.repeat(300), '\u2028'],
].flat();

const KEYS = [
  ['user.username', 'user.extra', 'objectRef.resource', 'objectRef', 'annotations.authorization'],
  ['impersonatedUser.username', 'impersonatedUser', 'items', 'kind', 'apiVersion', 'verb', 'user'],
  ['authorization', 'authorization.k8s', 'authorization.k8s.io/decision', 'username', 'extra'],
  ['authentication', 'authentication.kubernetes', 'audit.k8s.io/truncated', 'requestObject.data'],
  ['authentication.kubernetes.io/credential-id', 'responseStatus.code', 'code', 'sourceIPs'],
  ['spec.containers', 'containers.image', 'image', 'a', 'b', 'a.b', '', '.', '__proto__'],
  ['constructor', 'toString', '0', '1', 'stageTimestamp', 'auditID', 'é', 'k\ud800', '\u0000', '"'],
  [
    'l'.repeat(59),
    'l'.repeat(60),
    'l'.repeat(61),
    'l'.repeat(62),
    'l'.repeat(300),
    'data',
    'labels',
  ],
].flat();

/** Any JSON, of few levels. */
export function anyJson(random: Random, depth = 3): Json {
  const kind = random.below(depth > 0 ? 9 : 6);
  if (kind < 3) return random.pick(TEXTS);
  if (kind === 3) return random.pick([0, 1, -1, 200, 403, 1e15, 2 ** 53, 0.5, 1e21, 123456]);
  if (kind === 4) return random.pick([true, false, null]);
  if (kind === 5) return random.once(2) ? [] : {};
  const size = random.below(4);
  if (kind === 6) return Array.from({ length: size }, () => anyJson(random, depth - 1));
  return Object.fromEntries(
    Array.from({ length: size }, () => [random.pick(KEYS), anyJson(random, depth - 1)]),
  );
}

type Twist = (event: JsonObject, random: Random) => void;

/** Sets a member as JSON would: `__proto__` is one like any other. */
function put(object: JsonObject, key: string, value: Json): void {
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Some object in an event, itself included. */
function someObject(event: JsonObject, random: Random): JsonObject {
  let object = event;
  while (random.once(2)) {
    const below = Object.values(object).filter(isObject);
    if (below.length === 0) break;
    object = random.pick(below);
  }
  return object;
}

const nested = (depth: number, list: boolean): Json => {
  let value: Json = 'deep';
  for (let level = 0; level < depth; level++) value = list ? [value] : { a: value };
  return value;
};

const TWISTS: readonly Twist[] = [
  (event, random) => put(someObject(event, random), random.pick(KEYS), anyJson(random)),
  (event, random) => {
    const object = someObject(event, random);
    const key = random.pick(Object.keys(object).concat('user'));
    put(object, key, anyJson(random, 2));
  },
  (event, random) => {
    const object = someObject(event, random);
    const key = random.pick(Object.keys(object).concat('user'));
    const held = object[key] ?? null;
    put(object, key, random.once(2) ? [held] : [held, anyJson(random), held]);
  },
  (event, random) => {
    const object = someObject(event, random) as Record<string, Json>;
    delete object[random.pick(Object.keys(object).concat('user'))];
  },
  (event, random) => {
    const key = random.pick(['stageTimestamp', 'requestReceivedTimestamp', 'timestamp']);
    put(event, key, random.pick(TIMES));
  },
  (event, random) => {
    const name = ['stageTimestamp', 'kind', 'apiVersion', 'auditID', 'verb', 'user', 'stage'];
    delete (event as Record<string, Json>)[random.pick(name)];
  },
  (event, random) => put(event, 'requestObject', { ...structuredClone(event), a: random.below(9) }),
  (event, random) => put(event, 'requestObject', nested(55 + random.below(15), random.once(2))),
  (event, random) => {
    put(event, 'annotations', { 'audit.k8s.io/truncated': random.pick(['true', 'false', true]) });
  },
  (event, random) => put(event, 'userAgent', random.pick(TEXTS)),
  (event, random) => put(event, 'requestURI', random.pick(TEXTS)),
  (event, random) => put(event, 'impersonatedUser', { username: random.pick(TEXTS) }),
  (event, random) => put(event, 'responseStatus', { code: anyJson(random, 1) }),
  (event, random) => put(event, 'sourceIPs', [random.pick(TEXTS), anyJson(random, 1)]),
  (event, random) => {
    const id = [random.pick(TEXTS)];
    put(event, 'user', {
      username: random.pick(TEXTS),
      extra: { 'authentication.kubernetes.io/credential-id': random.once(4) ? id[0] : id } as Json,
    });
  },
  (event, random) => {
    const keys = Array.from({ length: 1 + random.below(30) }, () => [
      `k${random.below(100_000)}`,
      random.below(10),
    ]);
    put(someObject(event, random), 'labels', Object.fromEntries(keys) as Json);
  },
  (event, random) => {
    const container = () => ({ image: random.pick(TEXTS), name: 'x', ports: [{ a: 1 }] });
    put(event, 'requestObject', { spec: { containers: [container(), container()] } });
  },
];

/** Changes an event in one or more ways. */
export function twist(event: JsonObject, random: Random): JsonObject {
  const twisted = structuredClone(event);
  do random.pick(TWISTS)(twisted, random);
  while (random.once(2));
  return twisted;
}

const SPECIAL = Buffer.from('"\\{}[]:,\n\r\t \0\x01\x7f\x80\xc3\xe9\xff0159-+.eEunrtfl/', 'latin1');

/** Changes some bytes: flips, cuts, puts in, doubles or swaps them. */
export function mangle(line: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(line);
  do {
    const at = random.below(bytes.length + 1);
    const size = random.once(3) ? random.below(60) : random.below(4);
    const before = bytes.subarray(0, at);
    const slice = bytes.subarray(at, at + size);
    const after = bytes.subarray(at + size);
    const kind = random.below(6);
    if (kind === 0 && at < bytes.length) bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
    else if (kind === 1 && at < bytes.length)
      bytes[at] = SPECIAL[random.below(SPECIAL.length)] as number;
    else if (kind === 2) bytes = Buffer.concat([before, after]);
    else if (kind === 3) {
      bytes = Buffer.concat([
        before,
        Buffer.of(SPECIAL[random.below(SPECIAL.length)] as number),
        bytes.subarray(at),
      ]);
    } else if (kind === 4) bytes = Buffer.concat([before, slice, slice, after]);
    else {
      const from = random.below(bytes.length + 1);
      bytes = Buffer.concat([before, bytes.subarray(from, from + size), after]);
    }
  } while (random.once(3));
  return bytes;
}
