import { describe, expect, it } from 'vitest';
import { ATTACKS, GROUPS, readGroups, SETS } from '../../src/catalogue/catalogue.ts';

const detections = GROUPS.flatMap((group) => group.detections);

describe('the catalogue', () => {
  it('has 161 detections in eleven groups, and 20 attacks of several steps', () => {
    expect(GROUPS.map(({ letter }) => letter).join('')).toBe('ABCDEFGHIJK');
    expect(detections).toHaveLength(161);
    expect(ATTACKS).toHaveLength(20);
  });

  it('counts them: by letter, without a gap', () => {
    const codes = GROUPS.flatMap(({ letter, detections: own }) =>
      own.map((_, index) => `${letter.toLowerCase()}${String(index + 1).padStart(2, '0')}`),
    );
    expect(detections.map(({ code }) => code)).toEqual(codes);
    expect(ATTACKS.map(({ code }) => code)).toEqual(
      ATTACKS.map((_, index) => `chain${String(index + 1).padStart(2, '0')}`),
    );
  });

  it.each([...detections, ...ATTACKS])('$code $name is one line', ({ name, what }) => {
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(what).toMatch(/^\S.{10,120}[^.]$/);
    expect(what).not.toContain('|');
  });

  it('names ATT&CK techniques and public sets that there are', () => {
    const techniques = detections.flatMap((one) => one.techniques);
    expect(techniques.filter((one) => !/^T\d{4}(\.\d{3})?$/.test(one))).toEqual([]);
    const sets = new Set(detections.flatMap(({ others }) => others.map(({ set }) => set)));
    expect([...sets].sort()).toEqual(Object.values(SETS).sort());
  });

  it('answers by others only what they answer', () => {
    const codes = new Set(detections.map(({ code }) => code));
    const answers = detections.flatMap(({ answeredBy }) => answeredBy ?? []);
    expect(answers.filter(({ code, why }) => !codes.has(code) || why === '')).toEqual([]);
  });
});

describe('a table of detections', () => {
  it('says how others do', () => {
    const [group] = readGroups('= A Things\na01 thing | RR | T1078 | F S! K~ | a thing\n');
    expect(group?.detections).toEqual([
      {
        code: 'a01',
        name: 'thing',
        what: 'a thing',
        level: 'RequestResponse',
        techniques: ['T1078'],
        others: [
          { set: 'Falco', how: 'has it' },
          { set: 'SigmaHQ', how: 'wrong' },
          { set: 'KubeHound', how: 'partly' },
        ],
      },
    ]);
  });

  it('says who answers in whose place, and why', () => {
    const [group] = readGroups(
      '= A Things\na01 thing | M | - | - | a thing\n> b02: it is the same\n',
    );
    expect(group?.detections[0]).toMatchObject({
      techniques: [],
      others: [],
      answeredBy: { code: 'b02', why: 'it is the same' },
    });
  });
});
