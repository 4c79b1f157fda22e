import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { errors, load, shown } from './rules.ts';

const GOOD = 'logsource: { product: kubernetes }\ndetection: { s: { verb: get }, condition: s }\n';

describe('rules/schema', () => {
  test.each(['detection', 'correlation', 'baseline', 'filter'])(
    '%s is a strict JSON Schema 2020-12',
    (kind) => {
      const file = new URL(`../../rules/schema/${kind}.schema.json`, import.meta.url);
      const schema = JSON.parse(readFileSync(file, 'utf8')) as Record<
        string,
        Record<string, object>
      >;
      expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
      const warnings: unknown[] = [];
      const warn = (...message: unknown[]) => warnings.push(message);
      const ajv = new Ajv2020({ allowUnionTypes: true, logger: { log: warn, warn, error: warn } });
      expect(ajv.validateSchema(schema)).toBe(true);
      ajv.compile(schema);
      expect(warnings).toEqual([]);
      for (const property of Object.values(schema.properties ?? {})) {
        expect(property).toHaveProperty('description');
      }
    },
  );
});

describe('checkShape', () => {
  test.each([
    ['falsepositive: [x]', '`falsepositive` has no meaning here: did you mean `falsepositives`?'],
    ['refrences: [x]', '`refrences` has no meaning here: did you mean `references`?'],
    ['reference: [x]', '`reference` has no meaning here: did you mean `references`?'],
    ['lvele: high', '`lvele` has no meaning here: did you mean `level`?'],
    ['leval: high', '`leval` has no meaning here: did you mean `level`?'],
    ['levle: high', '`levle` has no meaning here: did you mean `level`?'],
    ['Level: high', '`Level` has no meaning here: did you mean `level`?'],
    ['custom_key: x', undefined],
    ['tests: x', undefined],
  ])('warns of misspelt keys, not of custom ones: %s', (line, message) => {
    const problems = shown(load(`title: x\n${line}\n${GOOD}`).problems);
    expect(problems).toEqual(message ? [`rule.yml:2:1 warning: ${message}`] : []);
  });

  test.each([
    [
      'date: 2026/11/20',
      '2:7 warning: `2026/11/20` is not well-formed: write it like `2026-11-20`',
    ],
    [
      'tags: [attack.t1, Attack.T2]',
      '2:19 warning: `Attack.T2` is not well-formed: write it like `attack.t1078`',
    ],
    ['tags: [a.b, c.d, a.b]', '2:7 warning: items 1 and 3 are equal'],
  ])('warns of what is only badly formed: %s', (line, problem) => {
    const { rules, problems } = load(`title: x\n${line}\n${GOOD}`);
    expect(shown(problems)).toEqual([`rule.yml:${problem}`]);
    expect(rules.detections).toHaveLength(1);
  });

  test('warns of a title that is too long', () => {
    const { rules, problems } = load(`title: ${'x'.repeat(257)}\n${GOOD}`);
    expect(shown(problems)).toEqual(['rule.yml:1:8 warning: longer than 256 characters']);
    expect(rules.detections).toHaveLength(1);
  });

  test.each([
    [
      'level: High',
      '2:8 error: `High` is none of `informational`, `low`, `medium`, `high`, `critical`',
    ],
    ['tags: attack.t1', '2:7 error: expected a list, not a text'],
    ['author: [a, b]', '2:9 error: expected a text, not a list'],
    ['description:', '2:1 error: expected a text, not nothing'],
    ['related: [{ id: x }]', '2:11 error: `type` is missing'],
    ['id: 5', '2:5 error: expected a text, not a number'],
    ['id: ""', '2:5 error: the text is empty'],
  ])('refuses what has another meaning: %s', (line, problem) => {
    expect(shown(load(`title: x\n${line}\n${GOOD}`).problems)).toEqual([`rule.yml:${problem}`]);
  });

  test('reports everything at once', () => {
    const text = `level: x\nstatus: y\ndate: z\n${GOOD.replace('condition: s', 'condition: 5')}`;
    expect(errors(load(text).problems)).toHaveLength(4);
  });
});
