import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldPath } from '../../src/record/field-path.ts';
import { createScanner } from '../../src/scanner/index.ts';
import type { JsonObject } from '../../src/types.ts';
import { event, line } from '../parsers/fixtures.ts';
import { Twins, WANTED } from './compare.ts';
import { CORES } from './cores.ts';
import { anyBytes, anyLine, LOGS, realEvents } from './corpus.ts';
import { Random } from './random.ts';
import { mangle } from './twist.ts';

/** As much of a log as a test has time for. */
const PART = 400_000;
const EVENTS = realEvents(40).filter((one) => JSON.stringify(one).length < 10_000);

/** What a parser with a scanner gives otherwise, and how many records were scanned. */
function held(twins: Twins, input: string | Uint8Array, cuts: readonly number[] = []) {
  const bytes = Buffer.from(input);
  let from = 0;
  for (const to of [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  )) {
    expect(twins.push(Buffer.from(bytes.subarray(from, to)))).toBeUndefined();
    from = to;
  }
  expect(twins.end()).toBeUndefined();
  return twins.counts;
}

const STAMP = '"stageTimestamp":"2026-11-20T10:00:00.000000Z"';
/** An event with some more text in it. */
const withText = (text: string) =>
  `{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"a","verb":"get",${STAMP}${text}}\n`;

/** Lines by what is odd about them; whether they are scanned, or left to `JSON.parse`. */
const ODD: readonly (readonly [name: string, line: string | Buffer, scanned: boolean])[] = [
  ['nothing', withText(''), true],
  ['spaces and tabs', withText('').replaceAll(':"', ' :\t"').replaceAll(',', ' , '), true],
  [
    'spaces behind colons and commas',
    withText(',"a":[1,2]').replaceAll(/(?<=[,:])(?=["[])/g, ' '),
    true,
  ],
  ['CRLF', withText('').replace('\n', '\r\n'), true],
  ['a key that stands twice', withText(',"a":1,"a":2'), false],
  ['one that stands twice in a body', withText(',"a":[{"b":1,"c":2,"b":3}]'), false],
  ['one that stands twice, once escaped', withText(',"x":{"ab":1,"\\u0061b":2}'), false],
  [
    'a key with a dot at the top, which may lead into a body',
    withText(',"requestObject.x":1'),
    false,
  ],
  ['a key with a dot further down', withText(',"x":{"a.b":1}'), true],
  ['a wanted key that stands twice', withText(',"verb":"list"'), false],
  ['the same key at several levels', withText(',"a":{"a":{"a":[{"a":1},{"a":1}]}}'), true],
  ['escapes in a value', withText(',"level":"\\u004Det\\u0061\\/\\"\\ud83d\\uDCA5"'), true],
  ['half a surrogate pair', withText(',"level":"\\ud83d x \\udca5"'), true],
  ['a high surrogate before another escape', withText(',"level":"\\ud83d\\u0041\\ud83d\\n"'), true],
  ['an escape in a key at the top', withText(',"l\\u0065vel":1'), false],
  ['an escape in a key in a body', withText(',"requestObject":{"x":{"l\\u0065vel":1}}'), true],
  ['half an escape', withText(',"level":"\\u00"'), false],
  ['an unknown escape', withText(',"level":"\\x"'), false],
  ['a control character', withText(',"level":"\u0001"'), false],
  ['a DEL', withText(',"userAgent":"\u007f"'), true],
  ['what is not ASCII', withText(',"level":"é€💥","é":{"€":1}'), true],
  ['a BOM in a text', withText(',"level":"\ufeffa"'), true],
  ['a key named __proto__', withText(',"__proto__":{"a":1},"user":{"__proto__":1}'), true],
  ['a key without a letter', withText(',"":{"":1},"a":{"":{"b":1}}'), true],
  ['keys that rival paths', withText(',"user.username":"x","user":{"username":"y"}'), true],
  ['an array for an object', withText(',"user":[{"username":"x"},{"username":"y"}]'), true],
  ['an array for the impersonated user', withText(',"impersonatedUser":[{"username":"x"}]'), true],
  ['a rival of it', withText(',"user":{"username":"y"},"impersonatedUser.username":"x"'), true],
  [
    'a rival of a list',
    withText(',"user.extra":{"authentication.kubernetes.io/credential-id":["x"]}'),
    true,
  ],
  ['a text for a list', withText(',"sourceIPs":"10.0.0.1"'), false],
  ['lists in a list', withText(',"sourceIPs":[["10.0.0.1"]]'), true],
  ['an empty list', withText(',"sourceIPs":[ ]'), true],
  ['items', withText(',"items":[1]'), false],
  ['what the apiserver cut', withText(',"annotations":{"audit.k8s.io/truncated":"true"}'), false],
  ['64 levels', withText(`,"a":${'['.repeat(63)}${']'.repeat(63)}`), true],
  ['65 levels', withText(`,"a":${'['.repeat(64)}${']'.repeat(64)}`), false],
  ['65 levels of objects', withText(`,"a":${'{"a":'.repeat(64)}1${'}'.repeat(64)}`), false],
  ['15 digits', withText(',"a":[123456789012345,-123456789012345,0]'), true],
  ['16 digits', withText(',"a":1234567890123456'), false],
  ['minus zero', withText(',"a":-0'), false],
  ['a zero in front', withText(',"a":01'), false],
  ['a fraction', withText(',"a":1.0'), false],
  ['an exponent', withText(',"a":1e3'), false],
  ['a literal that is cut short', withText(',"a":tru'), false],
  ['a literal that is too long', withText(',"a":nulll'), false],
  ['a comma too many', withText(',"a":[1,],"b":1'), false],
  ['a comma at the end', withText(','), false],
  ['no comma', withText(' "a":1'), false],
  ['a text of more than 1 MiB', withText(`,"a":"${'x'.repeat(1_100_000)}"`), true],
  ['one with escapes', withText(`,"a":"\\n${'x'.repeat(1_100_000)}"`), false],
  ['a long text with escapes', withText(`,"a":"${'\\u0041\\n'.repeat(100_000)}"`), true],
  ['a key of 300 bytes', withText(`,"${'k'.repeat(300)}":1`), true],
  ['another version', withText('').replace('io/v1', 'io/v1beta1'), false],
  ['another kind', withText('').replace('Event', 'Other'), false],
  ['no kind', withText('').replace('"kind":"Event","apiVersion":"audit.k8s.io/v1",', ''), true],
  ['no kind and no id', '{"verb":"get","level":"None",'.concat(STAMP, '}\n'), false],
  ['no time', withText('').replace('stageT', 't'), false],
  ['a leap day', withText('').replace('2026-11-20', '2024-02-29'), false],
  ['the day after one', withText('').replace('2026-11-20', '2024-03-01'), true],
  ['no such day', withText('').replace('2026-11-20', '2026-04-31'), false],
  ['24 o’clock', withText('').replace('T10', 'T24'), false],
  ['a time before 1970', withText('').replace('2026', '1969'), false],
  ['another zone', withText('').replace('0Z', '0+02:00'), false],
  ['a time without a fraction', withText('').replace('.000000Z', 'Z'), false],
  ['a key that is no UTF-8', Buffer.from(withText(',"a":{"b\xff":1}'), 'latin1'), false],
  ['no UTF-8', Buffer.from(withText(',"a":{"b\xff":1,"b\xfe":2},"level":"\xc3"'), 'latin1'), false],
];

describe.each(CORES)('a scanner with the core in %s', (_, core) => {
  const scanner = createScanner(WANTED, core());

  it.each(ODD)('gives what JSON.parse does for a line with %s', (_name, text, scanned) => {
    // Thrice, as what was read once is read by its shape.
    const bytes = Buffer.from(text);
    const lines = [withText(''), bytes, bytes, line(1), '\n', bytes, line(2)];
    const counts = held(
      new Twins(scanner),
      Buffer.concat(lines.map((one) => Buffer.from(one))),
      [70],
    );
    // Before it a line that is cut in two, behind it a usual one.
    expect(counts.scanned).toBe((scanned ? 3 : 0) + 2);
  });

  it('scans all of the logs that kube-apiserver wrote, and gives what JSON.parse does', () => {
    for (const log of LOGS) {
      const part = log.subarray(0, log.lastIndexOf('\n', PART) + 1);
      const { scanned, parsed, rejected } = held(new Twins(scanner), part, [5000, 70_000]);
      expect(rejected).toBe(0);
      // Lines that are cut come to be parsed.
      expect(parsed).toBeLessThanOrEqual(2);
      expect(scanned).toBeGreaterThan(10);
    }
  });

  it('gives what JSON.parse does for events of any content in any style, also broken ones', () => {
    expect.hasAssertions();
    const random = new Random(5);
    for (let run = 0; run < 25; run++) {
      const lines = Array.from({ length: 60 }, () => anyBytes(EVENTS, random));
      held(new Twins(scanner), Buffer.concat(lines), [random.below(30_000), random.below(90_000)]);
    }
  });

  it('gives what JSON.parse does for any bodies', () => {
    expect.hasAssertions();
    const bodies = fc.array(fc.jsonValue({ maxDepth: 4 }), { minLength: 1, maxLength: 5 });
    const cuts = fc.array(fc.nat(5000), { maxLength: 4 });
    fc.assert(
      fc.property(bodies, cuts, (values, places) => {
        const events = values.map((body, id) => event(id, { requestObject: body } as JsonObject));
        held(new Twins(scanner), events.map((one) => `${JSON.stringify(one)}\n`).join(''), places);
      }),
      { numRuns: 100 },
    );
  });

  it('reads several inputs in turns', () => {
    const random = new Random(6);
    const inputs = Array.from({ length: 4 }, () => new Twins(scanner));
    for (let turn = 0; turn < 80; turn++) {
      const at = random.below(inputs.length);
      const twins = inputs[at] as Twins;
      const lines = Array.from({ length: 1 + random.below(30) }, () => anyLine(EVENTS, random));
      const bytes = Buffer.concat(lines);
      const input = random.once(2) ? mangle(bytes, random) : bytes;
      expect(twins.push(input.subarray(0, input.length - random.below(50)))).toBeUndefined();
      if (!random.once(8)) continue;
      expect(twins.end()).toBeUndefined();
      inputs[at] = new Twins(scanner);
    }
  });

  it('reads more keys than it can remember', () => {
    const keys = (first: number, count: number) =>
      Array.from({ length: count }, (_key, key) => `"k${first + key}":${key}`).join(',');
    const many = Array.from({ length: 12 }, (_line, at) =>
      withText(`,"requestObject":{${keys(at * 4000, 4000)}}`),
    );
    const counts = held(new Twins(scanner), [...many, ...many].join(''), [900_000]);
    expect(counts.scanned).toBeGreaterThan(16);
    const most = withText(`,"requestObject":{${keys(0, 33_000)}}`);
    expect(held(new Twins(scanner), [most, withText('')].join('')).parsed).toBe(1);
  });

  it('leaves records beyond the limit to others', () => {
    const limits = { maxRecordBytes: withText('').length - 1, keepBytes: 20 };
    const twins = new Twins(scanner, () => 'all', limits);
    const counts = held(twins, withText('') + withText(',"a":1') + withText(''));
    expect(counts).toEqual({ scanned: 2, parsed: 0, rejected: 1 });
  });
});

describe.each(CORES)('numbers of a scanner with the core in %s', (_, core) => {
  const paths = ['verb', 'userAgent', 'level', 'user.username'].map(fieldPath);

  it('are given anew when there are too many values, in mid-stream and to several inputs', () => {
    const scanner = createScanner(paths, core());
    // Few are compared field by field: there are thousands, all alike.
    const depth = (index: number) => (index % 10 === 0 ? 'all' : 'place');
    const inputs = [new Twins(scanner, depth), new Twins(scanner, depth)];
    let value = 0;
    const lines = () =>
      Array.from({ length: 300 }, () => {
        const next = () => `"${'v'.repeat(value % 150)}${value++}"`;
        return withText(`,"userAgent":${next()},"level":${next()},"user":{"username":${next()}}`);
      }).join('');
    for (let push = 0; push < 160; push++) {
      expect(inputs[push % 2]?.push(Buffer.from(lines()))).toBeUndefined();
    }
    expect(scanner.numbers.epoch).toBeGreaterThan(0);
    expect(value).toBeGreaterThan(scanner.numbers.limit);
  });

  it('are not for what hardly two events share', () => {
    const unique = ['requestURI', 'auditID', 'requestReceivedTimestamp'].map(fieldPath);
    const scanner = createScanner([...paths, ...unique], core());
    held(new Twins(scanner), withText(',"requestURI":"/api"') + line(1));
    for (const path of unique) expect(scanner.numbers.slotOf(path)).toBe(-1);
    expect(scanner.numbers.slotOf(fieldPath('verb'))).toBeGreaterThanOrEqual(0);
  });

  it('are the same for the same text, absent for none, and none for long values', () => {
    const scanner = createScanner(paths, core());
    const text = `,"level":"Metadata","userAgent":"${'x'.repeat(200)}"`;
    const twins = new Twins(scanner);
    held(twins, withText(text) + withText(text));
    const slot = scanner.numbers.slotOf(fieldPath('level'));
    expect(slot).toBeGreaterThanOrEqual(0);
    expect(scanner.numbers.slotOf(fieldPath('nothing'))).toBe(-1);
    expect(scanner.numbers.value(1)).toBeUndefined();
    expect(scanner.numbers.value(2)).toBe('get');
    expect(scanner.numbers.value(3)).toBe('Metadata');
  });
});
