import { describe, expect, it } from 'vitest';
import { createParser } from '../../../src/parsers/index.ts';
import { createGistLists } from '../../../src/pipeline/reading/gist-lists.ts';
import { GistPad } from '../../../src/pipeline/reading/gists.ts';
import { Kinds } from '../../../src/pipeline/reading/kinds.ts';
import { createTeller, type KindFields } from '../../../src/pipeline/reading/telling.ts';
import { ToldRecord } from '../../../src/pipeline/reading/told-record.ts';
import { fieldPath } from '../../../src/record/field-path.ts';
import { createScanner } from '../../../src/scanner/index.ts';
import { ScannedRecord } from '../../../src/scanner/scanned-record.ts';
import type { DetectionRule } from '../../../src/sigma/rule-set.ts';
import type { AuditRecord, Found } from '../../../src/types.ts';
import { line } from '../../parsers/fixtures.ts';
import { compile } from '../../sigma/rules.ts';

const FIELDS = ['verb', 'user.username', 'objectRef.name', 'requestURI'].map(fieldPath);
const RULES = ['get', 'list', 'g*'].map((verb) => compile({ s: { verb }, condition: 's' }));
const LIMITS = { maxRecordBytes: 100_000, keepBytes: 100 };

/** A thread that tells, and whoever listens to it, in one. */
function telling(
  rules: readonly DetectionRule[] = RULES,
  reads: readonly string[] = ['verb'],
  kinds = new Kinds(),
) {
  const scanner = createScanner(FIELDS);
  const teller = createTeller(rules, kinds);
  const asked: KindFields[] = [];
  const lists = createGistLists({ rules, reads: () => reads.map(fieldPath) }, (fields) =>
    asked.push(fields),
  );
  const read = (text: string) => {
    const parser = createParser('x', { ...LIMITS, scanner });
    return [...parser.push(Buffer.from(text))];
  };
  const tell = (found: readonly Found[]) => {
    const pad = new GistPad();
    const known = lists.take(teller.tell(found, pad));
    const words = new Int32Array(pad.buffer);
    const gists = { words, doubles: new Float64Array(pad.buffer), ...known };
    const told: ToldRecord[] = [];
    let at = 0;
    for (const one of found) {
      if (!('record' in one) || !(one.record instanceof ScannedRecord)) continue;
      const lines = { scanner, numbers: scanner.numbers, shift: 0 };
      const record = new ToldRecord(lines, one.record.row, gists, at);
      at = record.next;
      told.push(record);
    }
    return told;
  };
  const learn = () => {
    for (const fields of asked.splice(0)) teller.learn(fields);
  };
  return { read, tell, learn, teller, asked };
}

const verbs = (...list: string[]) => list.map((verb, i) => `${line(i, { verb })}\n`).join('');

/** All that the taker of a record looks at. */
function gistOf(record: AuditRecord) {
  const digest = new Int32Array(4);
  record.readDigest?.(digest);
  const evidence = new Float64Array(256);
  const size = record.packInto?.(evidence, 0) ?? 0;
  const text = Buffer.from(evidence.buffer, 0, size).toString();
  return { time: record.time, digest, text, own: record.digest, event: record.event };
}

describe('the gist of a record', () => {
  it('is what the record itself would say, for very many of them', () => {
    const { read, tell } = telling();
    const found = read(verbs(...Array.from({ length: 700 }, (_, i) => (i % 3 ? 'get' : 'list'))));
    const own = found.flatMap((one) => ('record' in one ? [gistOf(one.record)] : []));
    expect(own).toHaveLength(700);
    expect(tell(found).map(gistOf)).toEqual(own);
  });

  it('has no evidence where that is not simple, and the record says so', () => {
    const { read, tell } = telling();
    const found = read(`${line('é', { userAgent: 'a\u00e9' })}\n${verbs('get')}`);
    const sizes = tell(found).map((one) => one.packInto(new Float64Array(256), 0));
    expect(sizes).toEqual([0, expect.any(Number)]);
    expect(sizes[1]).toBeGreaterThan(0);
  });

  it('gives nothing where there is no room for its evidence', () => {
    const { read, tell } = telling();
    const [one] = tell(read(verbs('get')));
    expect(one?.packInto(new Float64Array(20), 10)).toBe(0);
  });

  it('names the rules that match, the same list for the same rules', () => {
    const { read, tell } = telling();
    const [get, watch, list, again] = tell(read(verbs('get', 'watch', 'list', 'get')));
    expect(get?.matched).toEqual([RULES[0], RULES[2]]);
    expect(watch?.matched).toEqual([]);
    expect(list?.matched).toEqual([RULES[1]]);
    expect(again?.matched).toBe(get?.matched);
    expect(tell(read(verbs('get')))[0]?.matched).toBe(get?.matched);
  });

  it('names no rules where one threw: whoever evaluates the record counts that', () => {
    const broken: DetectionRule = {
      ...(RULES[0] as DetectionRule),
      form: { kind: 'record', id: 'broken', paths: [], holds: fail },
      matches: fail,
    };
    const { read, tell } = telling([broken, ...RULES]);
    const [one] = tell(read(verbs('get')));
    expect([one?.matched, one?.kind]).toEqual([undefined, 0]);
  });
});

function fail(): never {
  throw new Error('bug');
}

describe('the kind of a record', () => {
  it('is told once it is known what tells kinds apart, by the rules and what is read', () => {
    const { read, tell, learn } = telling(RULES, ['user.username']);
    const users = (...names: string[]) =>
      names
        .map((username, i) => line(`${username}${i}`, { verb: 'get', user: { username } }))
        .join('\n');
    expect(tell(read(`${users('ann')}\n`)).map(({ kind }) => kind)).toEqual([0]);
    learn();
    const [ann, ben, again] = tell(read(`${users('ann', 'ben', 'ann')}\n`));
    expect(ann?.kind).toBeGreaterThan(0);
    expect(again?.kind).toBe(ann?.kind);
    expect(ben?.kind).not.toBe(ann?.kind);
    expect(ann?.kinds).toBe(ben?.kinds);
    // Another list of rules, of which nothing is known yet.
    expect(tell(read(verbs('list')))[0]?.kind).toBe(0);
  });

  it('is that of their rules where records are alike in all but what rules look at', () => {
    const rules = ['secret', 'other'].map((name) =>
      compile({ s: { 'objectRef.name': name }, condition: 's' }),
    );
    const { read, tell, learn } = telling([...RULES, ...rules], ['verb']);
    const named = (...names: string[]) =>
      names.map((name, i) => `${line(name + i, { verb: 'get', objectRef: { name } })}\n`).join('');
    const of = (text: string) =>
      tell(read(text)).map(({ matched, kind }) => [matched?.length, kind]);
    of(named('secret', 'plain'));
    learn();
    const all = of(named('secret', 'plain', 'secret', 'other', 'plain', 'plain', 'secret'));
    const [secret, plain, , other] = all;
    expect(all).toEqual([secret, plain, secret, [3, 0], plain, plain, secret]);
    expect([secret, plain, other]).toEqual([
      [3, expect.any(Number)],
      [2, expect.any(Number)],
      [3, 0],
    ]);
    expect(new Set(all.map(([, kind]) => kind)).size).toBe(3);
  });

  it('begins anew after very many, for those that come then', () => {
    const { read, tell, learn } = telling(RULES, ['user.username'], new Kinds(3));
    const users = (...names: string[]) =>
      names.map((username, i) => `${line(i, { verb: 'get', user: { username } })}\n`).join('');
    tell(read(users('ann')));
    learn();
    const first = tell(read(users('ann', 'ben', 'cid', 'dan')));
    const later = tell(read(users('dan', 'ann')));
    expect(first.map(({ kind }) => kind)).toEqual([1, 2, 3, 4]);
    expect(later.map(({ kind }) => kind)).toEqual([1, 2]);
    expect(later[0]?.kinds).not.toBe(first[0]?.kinds);
  });

  it('is not learned for lists that have other numbers by now', () => {
    const { read, tell, teller, asked } = telling();
    tell(read(verbs('get')));
    for (const fields of asked) teller.learn({ ...fields, round: fields.round + 1 });
    expect(tell(read(verbs('get')))[0]?.kind).toBe(0);
  });
});

describe('lists of rules', () => {
  it('keep their meaning for what was told before they were numbered anew', () => {
    const learned: KindFields[] = [];
    const lists = createGistLists({ rules: RULES, reads: () => [] }, (fields) =>
      learned.push(fields),
    );
    const fresh = { listsAnew: false, kindsAnew: false };
    const before = lists.take({ ...fresh, lists: [[0], [1]] });
    const after = lists.take({ listsAnew: true, kindsAnew: true, lists: [[1]] });
    expect(before.lists).toEqual([[RULES[0]], [RULES[1]]]);
    expect(after.lists).toEqual([[RULES[1]]]);
    expect(after.kinds).not.toBe(before.kinds);
    expect(learned.map(({ round, list }) => [round, list])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
    ]);
  });
});
