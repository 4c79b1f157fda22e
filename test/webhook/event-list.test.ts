import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createParser } from '../../src/parsers/index.ts';
import { checkBody } from '../../src/webhook/event-list.ts';
import { item, listOf } from './support.ts';

const check = (body: string | Buffer, whole?: number) => {
  const bytes = Buffer.from(body as string);
  const { lines, events, rejects } = checkBody(bytes, {
    keepBytes: 1000,
    ...(whole !== undefined && { whole }),
  });
  const text = Buffer.from(lines).toString();
  expect(text === '' ? 0 : text.split('\n').length - 1).toBe(events);
  return { lines: text.split('\n').slice(0, -1), events, rejects };
};
const reasons = (body: string) => check(body).rejects.map(({ reject }) => reject.reason);
const MARK = '"kind":"Event","apiVersion":"audit.k8s.io/v1",';

describe('event list', () => {
  it('gives items the bytes that they had, and the kind that they lacked', () => {
    const odd = '{"auditID":"a","verb":"get", "n":12345678901234567890.10,"s":"\\u00e9é😀"}';
    const body = `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${odd}]}`;
    expect(check(body)).toEqual({ lines: [`{${MARK}${odd.slice(1)}`], events: 1, rejects: [] });
  });

  it.each([
    ['has both', { kind: 'Event', apiVersion: 'audit.k8s.io/v1', auditID: 'a' }, ''],
    ['lacks the kind', { apiVersion: 'audit.k8s.io/v1', ...item('a') }, '"kind":"Event",'],
    ['lacks the version', { kind: 'Event', ...item('a') }, '"apiVersion":"audit.k8s.io/v1",'],
  ])('adds only what an item lacks: %s', (_, event, added) => {
    expect(check(listOf(event)).lines).toEqual([`{${added}${JSON.stringify(event).slice(1)}`]);
  });

  it('takes the version of an older list', () => {
    const body = listOf(item('a')).replace('audit.k8s.io/v1', 'audit.k8s.io/v1beta1');
    expect(check(body).lines[0]).toContain('"apiVersion":"audit.k8s.io/v1beta1"');
  });

  it('puts an item of many lines on one, and nothing else changes', () => {
    const list = {
      kind: 'EventList',
      apiVersion: 'audit.k8s.io/v1',
      items: [item('a'), item('b')],
    };
    const pretty = check(JSON.stringify(list, undefined, 2).replaceAll('\n', '\r\n'));
    expect(pretty.events).toBe(2);
    expect(pretty.lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      ['a', 'b'].map((id) => ({ kind: 'Event', apiVersion: 'audit.k8s.io/v1', ...item(id) })),
    );
  });

  it('finds kind and version behind the items as well', () => {
    const body = `{"items":[${JSON.stringify(item('a'))}],"apiVersion":"audit.k8s.io/v1","kind":"EventList"}`;
    expect(check(body).events).toBe(1);
  });

  it('keeps what comes before a body breaks off, wherever it does', () => {
    const body = listOf(item('a'), item('b'));
    const second = body.indexOf('{"level"', body.indexOf('"a"'));
    for (let length = 0; length < body.length; length++) {
      const { events, rejects } = check(body.slice(0, length));
      const ends = [second - 1, body.length - 2].filter((end) => end <= length);
      expect(events).toBe(ends.length);
      expect(rejects).toHaveLength(1);
      const { offset, length: lost } = rejects[0]?.reject ?? { offset: 0, length: 0 };
      expect(offset + lost).toBe(length);
    }
  });

  it('rejects what stands behind the list', () => {
    const body = `${listOf(item('a'))}\n${listOf(item('b'))}`;
    const { events, rejects } = check(body);
    expect(events).toBe(1);
    expect(rejects).toMatchObject([{ category: 'body', reject: { text: listOf(item('b')) } }]);
  });

  it('rejects broken items one by one', () => {
    const body = listOf(item('a'), 'XX', item('b')).replace('"XX"', '{"auditID":tru}');
    expect(reasons(body)).toEqual(['not JSON']);
    expect(check(body).events).toBe(2);
  });

  it('rejects many bad items as one, with their number', () => {
    const body = listOf(...Array.from({ length: 150 }, () => 1), item('a'), 2);
    const { events, rejects } = check(body);
    expect(events).toBe(1);
    expect(rejects).toHaveLength(101);
    const last = rejects.at(-1)?.reject;
    expect(last?.reason).toBe('51 more items of one list that are no audit events');
    expect((last?.offset ?? 0) + (last?.length ?? 0)).toBe(body.length - 2);
  });

  it.each([
    [
      '[]',
      'no EventList of audit.k8s.io: kind is missing or no text, apiVersion is missing or no text',
    ],
    [
      '{"kind":"EventList","apiVersion":"audit.k8s.io/v7","items":[]}',
      'apiVersion is audit.k8s.io/v7',
    ],
    [String.raw`{"kind":"Ev\u001b[31m","apiVersion":1}`, 'kind is Ev??31m, apiVersion is missing'],
    ['{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":7}', 'without a list of items'],
    [
      '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[}',
      'the list of events breaks here',
    ],
  ])('says why %j is none', (body, reason) => {
    expect(reasons(body).join()).toContain(reason);
  });

  it('tells of a body that was cut at the limit', () => {
    const body = listOf(item('a'), item('b'));
    const { events, rejects } = check(body.slice(0, -10), body.length);
    expect(events).toBe(1);
    expect(rejects).toMatchObject([{ category: 'cut' }]);
    // Even where what was kept happens to be whole.
    expect(check(body, body.length + 5).rejects).toMatchObject([
      { category: 'cut', reject: { offset: body.length, length: 5, text: '' } },
    ]);
  });

  it('keeps no more text than it may', () => {
    expect(check('x'.repeat(5000)).rejects[0]?.reject.text).toHaveLength(1000);
  });

  it('is not brought down by depth', () => {
    const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
    const body = listOf(item('a'), 'XX').replace('"XX"', deep);
    expect(check(body).events).toBe(1);
  });

  it('writes what the parser of files reads back, for any content', () => {
    const events = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(events, fc.constantFrom(undefined, 1, '\t'), (extras, indent) => {
        const items = extras.map((extra, n) => ({ ...item(`${n}`), requestObject: extra }));
        const list = { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items };
        const body = Buffer.from(JSON.stringify(list, undefined, indent));
        const { lines, rejects } = checkBody(body, { keepBytes: 100 });
        expect(rejects).toEqual([]);
        const parser = createParser('spool', { maxRecordBytes: 1e6, keepBytes: 100 });
        const found = [...parser.push(lines), ...parser.end()];
        const read = found.map((one) => ('record' in one ? one.record.event : one.reject));
        expect(read).toEqual(
          items.map((one) => ({
            kind: 'Event',
            apiVersion: 'audit.k8s.io/v1',
            ...(JSON.parse(JSON.stringify(one)) as object),
          })),
        );
      }),
    );
  });

  it('accounts for every byte that a body may consist of', () => {
    const bits = fc.constantFrom(
      '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[',
      JSON.stringify(item('a')),
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      ' ',
      '\n',
      '1',
      'é',
      '"items"',
      'null',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 30 }), fc.boolean(), (parts, open) => {
        const start = '{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[';
        const body = Buffer.from((open ? start : '') + parts.join(''));
        const { lines, events, rejects } = checkBody(body, { keepBytes: 1e6 });
        for (const line of Buffer.from(lines).toString().split('\n').slice(0, -1)) {
          expect(JSON.parse(line)).toMatchObject({ kind: 'Event', auditID: 'a' });
        }
        for (const { reject } of rejects) {
          const { offset, length, text } = reject;
          expect(text).toBe(body.toString('utf8', offset, offset + length));
        }
        let whole = false;
        try {
          const list = JSON.parse(body.toString()) as { items?: unknown };
          whole = Array.isArray(list.items);
        } catch {}
        expect(whole || events > 0 || rejects.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
