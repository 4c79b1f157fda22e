import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadRules } from '../../src/sigma/index.ts';
import { anyText, errors, load, shown } from './rules.ts';

const LOGSOURCE = 'logsource: { product: kubernetes, service: audit }';
const DETECTION = 'detection: { s: { verb: get }, condition: s }';

function rule(...lines: string[]): string {
  return [...lines, LOGSOURCE, DETECTION].join('\n');
}

describe('loadRules', () => {
  test('gives a rule with everything that was written', () => {
    const text = rule(
      'title: A rule',
      'id: 929a690e-bef0-4204-a928-ef5e620d6fcc',
      'name: a_rule',
      'level: high',
      'author: Somebody',
      'status: test',
      'description: |',
      '  What it is.',
      'tags: [attack.t1078]',
      'references: [https://example.org/]',
      'falsepositives: [None known]',
      'custom: { anything: [goes] }',
    );
    const { rules, problems, foreign } = load(text);
    expect(shown(problems)).toEqual([]);
    expect(foreign).toBe(0);
    expect(rules.detections).toHaveLength(1);
    expect(rules.detections[0]).toMatchObject({
      kind: 'detection',
      alerts: true,
      place: { file: 'rule.yml', line: 1 },
      info: {
        id: '929a690e-bef0-4204-a928-ef5e620d6fcc',
        name: 'a_rule',
        title: 'A rule',
        level: 'high',
        author: 'Somebody',
        status: 'test',
        description: 'What it is.',
        tags: ['attack.t1078'],
        references: ['https://example.org/'],
        falsepositives: ['None known'],
      },
    });
  });

  test('fills in what was left out', () => {
    const { rules } = load(rule('title: Default ServiceAccount, in use!'));
    expect(rules.detections[0]?.info).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
      name: 'default_serviceaccount_in_use',
      title: 'Default ServiceAccount, in use!',
      level: 'medium',
      author: '',
      status: '',
      description: '',
      tags: [],
      references: [],
      falsepositives: [],
    });
  });

  test('makes the same id of the same name, whatever the title', () => {
    const idOf = (...lines: string[]) => load(rule(...lines)).rules.detections[0]?.info.id;
    expect(idOf('title: A', 'name: x')).toBe(idOf('title: B', 'name: x'));
    expect(idOf('title: A')).toBe(idOf('title: A', 'level: high'));
    expect(idOf('title: A')).not.toBe(idOf('title: B'));
    expect(idOf('title: x')).not.toBe(idOf('title: A', 'name: x'));
  });

  test('reads several documents of a file and knows where each starts', () => {
    const text = `# first\n\n${rule('title: A')}\n---\n# none\n---\n---\n${rule('title: B')}\n...\n`;
    const { rules, problems } = load(text);
    expect(shown(problems)).toEqual([]);
    expect(rules.detections.map(({ info, place }) => [info.title, place.line])).toEqual([
      ['A', 3],
      ['B', 10],
    ]);
  });

  test('collects the problems of all documents in the order of files and lines', () => {
    const { rules, problems } = loadRules([
      { path: 'b.yml', text: `${rule('titel: x')}\n---\n${rule('title: Good')}\n` },
      { path: 'a.yml', text: `${rule('title: Bad', 'level: huge')}\nstatus: new\n` },
      { path: 'c.yml', text: 'title: [' },
    ]);
    expect(rules.detections.map(({ info }) => info.title)).toEqual(['Good']);
    expect(shown(problems)).toEqual([
      'b.yml:1:1 error: `title` is missing',
      'b.yml:1:1 warning: `titel` has no meaning here: did you mean `title`?',
      'a.yml:2:8 error: `huge` is none of `informational`, `low`, `medium`, `high`, `critical`',
      'a.yml:5:9 error: `new` is none of `stable`, `test`, `experimental`, `deprecated`, `unsupported`',
      'c.yml:1:9 error: not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ]);
  });

  test.each([
    [
      'hello',
      'this is no Sigma document: it has no `detection`, `correlation`, `baseline` or `filter`',
    ],
    [
      '[]',
      'this is no Sigma document: it has no `detection`, `correlation`, `baseline` or `filter`',
    ],
    [
      'title: x',
      'this is no Sigma document: it has no `detection`, `correlation`, `baseline` or `filter`',
    ],
    [
      'title: x\ndetection: {}\nfilter: {}',
      'a document has one of `detection`, `filter`, not several',
    ],
    ['title: x\ndetection: { s: { verb: get }, condition: s }', '`logsource` is missing'],
  ])('refuses what is no Sigma document: %j', (text, message) => {
    expect(errors(load(text).problems)).toEqual([`rule.yml:1:1 error: ${message}`]);
  });

  test('refuses an id that is taken and says where', () => {
    const id = 'id: 929a690e-bef0-4204-a928-ef5e620d6fcc';
    const { rules, problems } = loadRules([
      { path: 'a.yml', text: rule('title: A', id) },
      { path: 'b.yml', text: `\n${rule('title: B', id)}` },
    ]);
    expect(rules.detections.map(({ info }) => info.title)).toEqual(['A']);
    expect(shown(problems)).toEqual([
      'b.yml:3:5 error: the id `929a690e-bef0-4204-a928-ef5e620d6fcc` is taken already, in a.yml:1',
    ]);
  });

  test('refuses a name that is taken, as a name, a title or an id', () => {
    const text = [
      rule('title: A', 'name: x'),
      rule('title: B', 'name: x'),
      rule('title: X'),
      rule('title: C', 'id: x'),
    ].join('\n---\n');
    expect(shown(load(text).problems)).toEqual([
      'rule.yml:7:7 error: the name `x` is taken already, in rule.yml:1',
      'rule.yml:11:1 error: the name `x`, made from the title, is taken already, in rule.yml:1: give it a `name`',
      'rule.yml:16:5 error: the id `x` is taken already, in rule.yml:1',
    ]);
  });

  test('warns of a taxonomy that it does not know', () => {
    expect(shown(load(rule('title: A', 'taxonomy: sigma')).problems)).toEqual([]);
    expect(shown(load(rule('title: A', 'taxonomy: ecs')).problems)).toEqual([
      'rule.yml:2:11 warning: satrap knows no other taxonomy: fields are read as audit events spell them',
    ]);
  });

  test('never throws, whatever the text', () => {
    const lines = fc.constantFrom(
      'title: x',
      'name: x',
      'id: 5',
      LOGSOURCE,
      'logsource: 5',
      DETECTION,
      'detection:',
      '  s: [a, { verb: x }]',
      '  condition: s or',
      'filter: { rules: [x], s: [a], condition: s }',
      'filter: any',
      'correlation: { type: temporal, rules: [x], timespan: 5m }',
      'correlation: { rules: [[x]], aliases: { a: { x: y } }, condition: { gte: 5 } }',
      '---',
      'a: &a [*a]',
      '- b',
      'level: ~',
      '? [a]',
      '"unclosed',
      '\tx: y',
    );
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 8 }), (all) => {
        const loaded = load(all.join('\n'));
        expect(Array.isArray(loaded.problems)).toBe(true);
      }),
      { numRuns: 400 },
    );
    fc.assert(
      fc.property(anyText, (text) => {
        expect(load(text).rules.detections).toEqual([]);
      }),
    );
  });
});
