import { describe, expect, it } from 'vitest';
import {
  brief,
  event,
  full,
  item,
  LIMITS,
  line,
  parse,
  parseBytewise,
  placeOf,
} from './fixtures.ts';

const BROKEN = '!broken or cut short, and too little of an audit event is left';
const UNCLOSED = '!the list around the events never ends: the input is cut short';
const LENGTH = line(1).length;
const pretty = (value: unknown) => JSON.stringify(value, null, 2);

/** Finds that must be the same whether the input comes whole or byte by byte. */
function parsed(input: string | Uint8Array, limits = LIMITS): string[] {
  const found = parse(input, { limits });
  expect(full(parseBytewise(input, limits))).toEqual(full(found));
  return brief(found);
}

describe('lines', () => {
  it('gives one record a line, with its place and its time', () => {
    const input = `${line(1)}\n${line(2)}\n`;
    const found = parse(input);
    expect(full(found)).toEqual([
      { value: line(1), time: 1_795_168_800_000_001, partial: false, offset: 0, length: LENGTH },
      {
        value: line(2),
        time: 1_795_168_800_000_001,
        partial: false,
        offset: LENGTH + 1,
        length: LENGTH,
      },
    ]);
    expect(parsed(input)).toEqual(['id-1', 'id-2']);
  });

  it.each([
    ['CRLF', `${line(1)}\r\n${line(2)}\r\n`],
    ['blank lines', `\n\n${line(1)}\n\r\n  \n${line(2)}\n\n`],
    ['no newline at the end', `${line(1)}\n${line(2)}`],
    ['a byte order mark', `\uFEFF${line(1)}\n${line(2)}\n`],
    ['a byte order mark where files were joined', `${line(1)}\n\uFEFF${line(2)}\n`],
    ['NULs that copytruncate left', `${'\0'.repeat(5000)}${line(1)}\n\0\0${line(2)}\n`],
    ['spaces around', ` ${line(1)} \n\t${line(2)}\t\n`],
    ['several on one line', `${line(1)}${line(2)}\n`],
    ['commas between', `${line(1)},\n${line(2)},\n`],
  ])('reads %s', (_, input) => {
    expect(parsed(input)).toEqual(['id-1', 'id-2']);
  });

  it('loses nothing of an unended line that follows one of the same length', () => {
    const found = parse('{"a":1}\n{"a":1}{');
    expect(found.map((one) => placeOf(one).offset)).toEqual([0, 8, 15]);
  });

  it('finds nothing in an empty input or one of separators', () => {
    expect(parsed('')).toEqual([]);
    expect(parsed('\uFEFF \r\n\0\0\n')).toEqual([]);
  });

  it('reads a line of hundreds of kilobytes', () => {
    const limits = { maxRecordBytes: 1_000_000, keepBytes: 40 };
    const long = line(1, { requestObject: { data: 'x'.repeat(400_000) } });
    expect(brief(parse(`${long}\n${line(2)}\n`, { limits, cuts: [1, 70_000, 300_000] }))).toEqual([
      'id-1',
      'id-2',
    ]);
  });

  it('counts a line above the limit once, with its true length, and reads on', () => {
    const long = line(1, { userAgent: 'x'.repeat(20_000) });
    const input = `${line(0)}\n${long}\n${line(2)}\n`;
    expect(parsed(input)).toEqual([
      'id-0',
      '!longer than the configured limit for one record',
      'id-2',
    ]);
    const [, reject] = parse(input, { cuts: [500, 9000, 9001, 15_000] });
    expect(reject).toMatchObject({
      reject: {
        origin: 'test.log',
        offset: LENGTH + 1,
        length: long.length,
        text: long.slice(0, 40),
      },
    });
  });

  it('takes a record of exactly the limit', () => {
    const { length } = line(1);
    expect(parsed(`${line(1)}\n`, { maxRecordBytes: length, keepBytes: 9 })).toEqual(['id-1']);
    expect(parsed(`${line(1)}\n`, { maxRecordBytes: length - 1, keepBytes: 9 })).toEqual([
      '!longer than the configured limit for one record',
    ]);
  });

  it('finds the event behind an over-long line that breaks off', () => {
    const long = line(1, { userAgent: 'x'.repeat(20_000) }).slice(0, 15_000);
    const expected = ['!longer than the configured limit for one record', 'id-2'];
    expect(parsed(`${long}\n${line(2)}\n`)).toEqual(expected);
    expect(parsed(`${long}${line(2)}\n`)).toEqual(expected);
  });
});

describe('lists', () => {
  const items = [item(1), item(2)];
  const list = { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items };

  it.each([
    ['an EventList on one line', JSON.stringify(list)],
    ['a pretty-printed EventList', pretty(list)],
    [
      'a List with what follows its items',
      pretty({ apiVersion: 'v1', items, kind: 'List', metadata: { a: [1] } }),
    ],
    ['an array', JSON.stringify(items)],
    ['a pretty-printed array', pretty(items)],
    [
      'an array with one event a line',
      `[\n${items.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`,
    ],
    ['an object with nothing but items', JSON.stringify({ items })],
    ['lists in lists', pretty([{ items: [item(1)] }, [{ items: [[item(2)]] }]])],
    ['pretty-printed events one after the other', items.map((one) => pretty(one)).join('\n')],
  ])('reads %s', (_, input) => {
    expect(parsed(input)).toEqual(['id-1', 'id-2']);
    expect(parsed(`${line(0)}\n${input}\n${line(9)}\n`)).toEqual(['id-0', 'id-1', 'id-2', 'id-9']);
  });

  it('reads one list a line', () => {
    expect(parsed(`${JSON.stringify(list)}\n${JSON.stringify(list)}\n`)).toHaveLength(4);
  });

  it('reads lists that exceed the limit by their items', () => {
    const many = { items: Array.from({ length: 100 }, (_, index) => item(index)) };
    expect(parsed(JSON.stringify(many))).toHaveLength(100);
    expect(parsed(pretty(many))).toHaveLength(100);
  });

  it('finds nothing in empty lists', () => {
    for (const input of [
      '[]',
      '{"kind":"EventList","items":null}',
      '{"kind":"List"}',
      '{"items":[]}',
    ]) {
      expect(parsed(`${input}\n`)).toEqual([]);
    }
  });

  it('keeps a record that has items among other things', () => {
    const odd = event(1, { items: [1, 2] });
    expect(parsed(`${JSON.stringify(odd)}\n`)).toEqual(['id-1']);
    expect(parsed(pretty(odd))).toEqual(['id-1']);
  });

  it('does not take apart the list in a response body', () => {
    const body = { kind: 'SecretList', items: [item(8), item(9)] };
    expect(parsed(`${line(1, { responseObject: body })}\n`)).toEqual(['id-1']);
    expect(parsed(JSON.stringify({ items: [item(1, { responseObject: body })] }))).toEqual([
      'id-1',
    ]);
  });

  it('rejects lists that are nested too deep, whole', () => {
    const deep = `${'['.repeat(9)}${line(1)}${']'.repeat(9)}`;
    expect(parsed(`${deep}\n${line(2)}`)).toEqual(['!JSON, but no object', 'id-2']);
  });

  it('rejects each item that is no event', () => {
    const input = JSON.stringify({
      kind: 'List',
      items: [item(1), { kind: 'Pod', apiVersion: 'v1' }, item(2)],
    });
    expect(parsed(input)).toEqual([
      'id-1',
      '!a Kubernetes object that is no audit event: v1 Pod',
      'id-2',
    ]);
  });

  it('tells that a list breaks off between its items', () => {
    expect(parsed(JSON.stringify(items).slice(0, -1))).toEqual(['id-1', 'id-2', UNCLOSED]);
    expect(parsed(`{"items":[${line(1)}],"metadata":{"cont`)).toEqual(['id-1', UNCLOSED]);
  });

  it('reads on behind a broken item', () => {
    const [first, second, third] = [pretty(item(1)), pretty(item(2)), pretty(item(3))];
    const broken = second.slice(0, second.indexOf('"requestURI"'));
    expect(parsed(`[${first},${broken},${third}]`)).toEqual(['id-1', '~id-2', 'id-3']);
    expect(parsed(`{"items": [\n${first},\n${broken}\n${third}\n]\n}\n${line(4)}`)).toEqual([
      'id-1',
      '~id-2',
      'id-3',
      'id-4',
    ]);
  });

  it('reads the lines behind a list that breaks off', () => {
    const cut = JSON.stringify(list).slice(0, -220);
    expect(parsed(`${cut}\n${line(3)}\n${line(4)}\n`)).toEqual(['id-1', '~id-2', 'id-3', 'id-4']);
    const tail = `{"items":[${line(1)}],"meta`;
    expect(parsed(`${tail}\n${line(2)}\n`)).toEqual(['id-1', UNCLOSED, 'id-2']);
  });
});

describe('events by shape', () => {
  it.each([
    ['audit.k8s.io/v1', event(1)],
    ['audit.k8s.io/v1beta1', event(1, { apiVersion: 'audit.k8s.io/v1beta1' })],
    ['audit.k8s.io/v1alpha1', event(1, { apiVersion: 'audit.k8s.io/v1alpha1' })],
    ['an item without kind and apiVersion', item(1)],
    [
      'an event with what a log collector adds',
      event(1, { '@timestamp': '2026', level: 'default', log_type: 'audit' }),
    ],
  ])('accepts %s', (_, value) => {
    expect(parsed(`${JSON.stringify(value)}\n`)).toEqual(['id-1']);
  });

  it('marks what the apiserver truncated as partial', () => {
    const annotations = { 'audit.k8s.io/truncated': 'true' };
    expect(parsed(`${line(1, { annotations })}\n`)).toEqual(['~id-1']);
  });

  it('keeps a __proto__ key as a harmless member', () => {
    const input = line(1).replace('{', '{"__proto__":{"polluted":true},');
    const [found] = parse(`${input}\n`);
    expect(full([found!])).toMatchObject([{ value: input }]);
    expect((found as { record: { event: object } }).record.event).not.toHaveProperty('polluted');
  });

  it('takes the last of repeated keys, as JSON.parse does', () => {
    expect(parsed(`${line(1).replace('"id-1"', '"x","auditID":"id-2"')}\n`)).toEqual(['id-2']);
  });

  it('reads lone surrogates and bytes that are no UTF-8', () => {
    const bytes = Buffer.from(
      `${line(1, { userAgent: 'a?b' })}\n${line(2, { userAgent: '\uD800' })}\n`,
    );
    bytes[bytes.indexOf('a?b') + 1] = 0xff;
    const found = parse(bytes);
    expect(brief(found)).toEqual(['id-1', 'id-2']);
    expect(full(found)[0]).toMatchObject({ value: expect.stringContaining('a\uFFFDb') as string });
  });

  it('survives nesting 10,000 deep, whole and cut short', () => {
    const limits = { maxRecordBytes: 1_000_000, keepBytes: 40 };
    const deep = `${'{"a":['.repeat(10_000)}1${']}'.repeat(10_000)}`;
    const input = line(1).replace('{', `{"auditID":"id-1","kind":"Event","requestObject":${deep},`);
    expect(brief(parse(`${input}\n${line(2)}\n`, { limits }))).toEqual(['id-1', 'id-2']);
    const cut = input.slice(0, 40_000);
    expect(brief(parse(`${cut}\n${line(2)}\n`, { limits }))).toEqual([BROKEN, 'id-2']);
    expect(parsed('['.repeat(300_000))).toHaveLength(1);
  });
});

describe('times', () => {
  it('gives an event without one the time of the event before it', () => {
    const without = event(2, { stageTimestamp: '', requestReceivedTimestamp: null });
    const input = [event(1), without].map((one) => JSON.stringify(one)).join('\n');
    expect(parse(input).map((one) => 'record' in one && one.record.time)).toEqual([
      1_795_168_800_000_001, 1_795_168_800_000_001,
    ]);
    expect(parse(JSON.stringify(without))).toMatchObject([{ record: { time: 0 } }]);
  });
});

describe('rejects', () => {
  it.each([
    ['text', 'I1120 10:00:00 starting', '!not JSON'],
    ['a scalar', '"Event"', '!not JSON'],
    [
      'a legacy line',
      '2026-11-20T10:00:00Z AUDIT: id="1" stage="ResponseComplete"',
      '!a line of the legacy text format, not JSON',
    ],
    ['an empty object', '{}', '!an empty JSON object'],
    [
      'foreign JSON',
      '{"log_type":"audit","message":"m"}',
      '!a JSON object that is no audit event: has log_type, message',
    ],
    [
      'a Kubernetes Event',
      '{"kind":"Event","apiVersion":"v1"}',
      '!a Kubernetes object that is no audit event: v1 Event',
    ],
    [
      'a later version',
      '{"kind":"Event","apiVersion":"audit.k8s.io/v2"}',
      '!an audit event of audit.k8s.io/v2, a version that is not known',
    ],
    ['broken JSON', '{"log_type":"audit","mess', BROKEN],
    ['a bad escape', '{"log_type":"\\x"}', BROKEN],
    ['a bad number', '{"log_type":01}', BROKEN],
    ['a lone bracket behind text', 'text }', '!not JSON'],
  ])('count %s once and reads on', (_, input, reason) => {
    expect(parsed(`${line(1)}\n${input}\n${line(2)}\n`)).toEqual(['id-1', reason, 'id-2']);
    const [, found] = parse(`${line(1)}\n${input}\n${line(2)}\n`);
    expect(placeOf(found!)).toMatchObject({ offset: LENGTH + 1, length: input.length });
  });

  it('hold the start of the text and no more', () => {
    const text = 'text '.repeat(100);
    for (const cuts of [[], [3, 17, 30, 200]]) {
      expect(parse(`${text}\n`, { cuts })).toMatchObject([{ reject: { text: text.slice(0, 40) } }]);
    }
  });

  it('count each line of text', () => {
    expect(parsed('one\ntwo\r\nthree\n')).toEqual(['!not JSON', '!not JSON', '!not JSON']);
  });

  it('count text in front of an event', () => {
    expect(parsed(`node-1 ${line(1)}\n`)).toEqual(['!not JSON', 'id-1']);
  });

  it.each(['utf16le', 'utf16be'])('say once that a file is %s', (encoding) => {
    const bytes = Buffer.from(`\uFEFF${line(1)}\n${line(2)}\n`, 'utf16le');
    if (encoding === 'utf16be') bytes.swap16();
    expect(parsed(bytes)).toEqual(['!UTF-16 text: convert it to UTF-8']);
    expect(placeOf(parse(bytes)[0]!)).toMatchObject({ offset: 0, length: bytes.length });
  });

  it('name keys of foreign JSON without control characters', () => {
    expect(parsed('{"\\u001b[31m":1}')).toEqual([
      '!a JSON object that is no audit event: has ??31m',
    ]);
  });
});

describe('a broken line', () => {
  const whole = line(1);
  const places = {
    'in a string': '"userAgent":"kub',
    'in an escape': '"userAgent":"',
    'in a key': '"user',
    'behind a key': '"userAgent"',
    'behind a colon': '"userAgent":',
    'behind a comma': '"stage":"ResponseComplete",',
    'in a number': '"code":2',
    'in an object': '"objectRef":{',
    'in an array': '"sourceIPs":[',
    'in an array of strings': '"sourceIPs":["192.0.2.7",',
  };

  it.each(Object.entries(places))('cut %s leaves a partial event and the next one', (_, place) => {
    const cut = whole.slice(0, whole.indexOf(place) + place.length);
    expect(cut.length).toBeGreaterThan(place.length);
    for (const between of ['\n', '\r\n', '', '\0\0\0', '[Truncated...]\n']) {
      expect(parsed(`${line(0)}\n${cut}${between}${line(2)}\n${line(3)}\n`)).toEqual([
        'id-0',
        '~id-1',
        'id-2',
        'id-3',
      ]);
    }
    expect(parsed(`${line(0)}\n${cut}`)).toEqual(['id-0', '~id-1']);
  });

  it('cut anywhere costs no other event', () => {
    for (let at = 1; at < whole.length; at++) {
      for (const between of ['\n', '']) {
        const found = brief(parse(`${whole.slice(0, at)}${between}${line(2)}\n${line(3)}\n`));
        expect(found.slice(-2)).toEqual(['id-2', 'id-3']);
        expect(found).toHaveLength(3);
      }
    }
  });

  it('finds a webhook item behind a cut one', () => {
    const [one, two] = [JSON.stringify(item(1)), JSON.stringify(item(2))];
    for (let at = 60; at < one.length; at += 7) {
      expect(parsed(`${one.slice(0, at)}${two}\n`)).toEqual(['~id-1', 'id-2']);
    }
  });

  it('finds a pretty-printed event behind a cut one', () => {
    const one = pretty(event(1));
    for (const key of ['"requestURI', '"verb": "li', '"groups": [', '"code": 2']) {
      const cut = one.slice(0, one.indexOf(key) + key.length);
      expect(parsed(`${cut}\n${pretty(event(2))}\n`)).toEqual(['~id-1', 'id-2']);
      expect(parsed(`${cut}${pretty(event(2))}\n`)).toEqual(['~id-1', 'id-2']);
    }
  });

  it('takes no event out of the body that a client sent', () => {
    const cut =
      line(1, { requestObject: { forged: event(2), more: 'x' } }).split('"more"')[0] ?? '';
    expect(parsed(`${cut}\n${line(3)}\n`)).toEqual(['~id-1', 'id-3']);
  });

  it('keeps what was complete of a cut event, and no address that may be the client’s choice', () => {
    const cut = whole.slice(0, whole.indexOf('"10.0.0.7"'));
    expect(parse(cut)).toMatchObject([{ record: { partial: true, time: 0 } }]);
    const [found] = parse(cut);
    const { sourceIPs, user, verb } = (found as { record: { event: Record<string, unknown> } })
      .record.event;
    expect({ sourceIPs, user, verb }).toEqual({
      sourceIPs: undefined,
      user: event(1).user,
      verb: 'list',
    });
  });

  it('is rejected when too little of it is left', () => {
    expect(parsed(whole.slice(0, 60))).toEqual([BROKEN]);
  });
});
