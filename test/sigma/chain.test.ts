import { describe, expect, test } from 'vitest';
import { MODIFIERS } from '../../src/sigma/modifiers.ts';
import { errors, load } from './rules.ts';

/** The errors of a rule whose only item is this line, without the place of the item. */
function errorsOf(line: string, placeholders = {}): string[] {
  const text = [
    'title: Rule',
    'logsource: { product: kubernetes }',
    'detection:',
    '  selection:',
    `    ${line}`,
    '  condition: selection',
  ].join('\n');
  return errors(load(text, { placeholders }).problems);
}

const at = (column: number, message: string) => `rule.yml:5:${column} error: ${message}`;

describe('order of modifiers', () => {
  test.each([
    ['userAgent|i: x', at(15, '`i` can only stand after `re`')],
    [
      'requestURI|re|contains: x',
      at(19, "`contains` can't stand after `re`; what can: `all`, `neq`, `i`, `m`, `s`"),
    ],
    [
      'requestURI|re|i|s|contains: x',
      at(23, "`contains` can't stand after `re`; what can: `all`, `neq`, `m`"),
    ],
    [
      'sourceIPs|cidr|contains: 10.0.0.0/8',
      at(20, "`contains` can't stand after `cidr`; what can: `all`, `neq`"),
    ],
    [
      'stageTimestamp|hour|contains: 2',
      at(
        25,
        "`contains` can't stand after `hour`; what can: `all`, `neq`, `lt`, `lte`, `gt`, `gte`",
      ),
    ],
    [
      'userAgent|utf16|windash: x',
      at(
        21,
        "`windash` can't stand after `utf16`; what can: `all`, `cased`, `neq`, `startswith`, `endswith`, `contains`, `base64`, `base64offset`",
      ),
    ],
    [
      'userAgent|contains|base64: x',
      at(
        24,
        "`base64` can't stand after `contains`; what can: `all`, `cased`, `neq`, `windash`, `expand`",
      ),
    ],
    [
      'userAgent|fieldref|re: verb',
      at(
        24,
        "`re` can't stand after `fieldref`; what can: `all`, `cased`, `neq`, `startswith`, `endswith`, `contains`",
      ),
    ],
    [
      'userAgent|fieldref|contains|windash: verb',
      at(33, "`windash` can't stand after `contains`; what can: `all`, `cased`, `neq`"),
    ],
    [
      'auditID|exists|contains: true',
      at(20, "`contains` can't stand after `exists`; what can: nothing else"),
    ],
  ])('%s is refused with what may stand there', (line, problem) => {
    expect(errorsOf(line)).toEqual([problem]);
  });

  test.each([
    ['userAgent|contains|startswith: x', at(24, "`startswith` can't be combined with `contains`")],
    ['userAgent|contains|contains: x', at(24, '`contains` stands here twice')],
    ['userAgent|all|all: [x, y]', at(19, '`all` stands here twice')],
    ['level|neq|lt: 5', at(15, "`lt` can't be combined with `neq`")],
    ['level|lt|neq: 5', at(14, "`neq` can't be combined with `lt`")],
    ['level|lt|gt: 5', at(14, "`gt` can't be combined with `lt`")],
    ['stageTimestamp|hour|day: 5', at(25, "`day` can't be combined with `hour`")],
  ])('%s is refused: one of a kind is enough', (line, problem) => {
    expect(errorsOf(line)).toEqual([problem]);
  });

  test.each([
    ['verb|cased|re: x', 10, '`cased`', '`re`'],
    ['verb|re|cased: x', 13, '`cased`', '`re`'],
    ['sourceIPs|cidr|cased: 10.0.0.0/8', 20, '`cased`', '`cidr`'],
    ['auditID|exists|neq: true', 20, '`neq`', '`exists`'],
    ['auditID|neq|exists: true', 13, '`neq`', '`exists`'],
    ['level|cased|lt: 5', 11, '`cased`', '`lt`'],
  ])('%s is refused, before and behind', (line, column, flag, other) => {
    const [problem] = errorsOf(line);
    expect(problem).toContain(at(column, `${flag} can't be combined with ${other}, only with `));
  });

  test('an unknown modifier is refused with those there are', () => {
    const [problem] = errorsOf('verb|foo: x');
    const known = Object.keys(MODIFIERS).map((name) => `\`${name}\``);
    expect(problem).toBe(at(10, `there is no modifier \`foo\`; there are ${known.join(', ')}`));
    expect(errorsOf('verb|constructor: x')[0]).toContain('there is no modifier `constructor`');
    expect(errorsOf('verb|: x')).toEqual([at(10, 'a modifier is missing behind `|`')]);
    expect(errorsOf('verb|Contains: x')[0]).toContain('there is no modifier `Contains`');
  });

  test('keywords take only what needs no field', () => {
    expect(errorsOf("'|startswith': [x]")[0]).toContain(
      at(
        7,
        '`startswith` needs a field; keywords take `all`, `cased`, `contains`, `windash`, `re`',
      ),
    );
    expect(errorsOf("'|cidr': 10.0.0.0/8")[0]).toContain('`cidr` needs a field');
    expect(errorsOf("'|neq': [x]")[0]).toContain('`neq` needs a field');
  });
});

describe('values of modifiers', () => {
  test.each([
    [
      'auditID|exists: yes',
      at(21, '`exists` takes `true` or `false` (without quotes), not a text'),
    ],
    [
      'auditID|exists: 1',
      at(21, '`exists` takes `true` or `false` (without quotes), not a number'),
    ],
    ['auditID|exists: [true]', at(21, '`exists` takes one value, `true` or `false`')],
    ["level|gt: '5'", at(15, '`gt` takes a number (without quotes), not a text')],
    ['level|lte: true', at(16, '`lte` takes a number (without quotes), not a true or false')],
    ['level|contains: null', at(21, "`contains` can't be applied to null")],
    ['level|re:', at(5, "`re` can't be applied to null")],
    ['level|base64: 5', at(19, '`base64` takes a text (put it in quotes), not a number')],
    [
      'level|windash: true',
      at(20, '`windash` takes a text (put it in quotes), not a true or false'),
    ],
    ['level|re: 5', at(15, '`re` takes a text (put it in quotes), not a number')],
    ['level|cidr: 10', at(17, '`cidr` takes a text (put it in quotes), not a number')],
    ['level|fieldref: 1', at(21, '`fieldref` takes a text (put it in quotes), not a number')],
    ["stageTimestamp|hour: '5'", at(26, '`hour` takes a number (without quotes), not a text')],
    ['stageTimestamp|hour: 24', at(26, '`hour` is a number from 0 to 23')],
    ['stageTimestamp|minute: 60', at(28, '`minute` is a number from 0 to 59')],
    ['stageTimestamp|day: 0', at(25, '`day` is a number from 1 to 31')],
    ['stageTimestamp|week: 54', at(26, '`week` is a number from 1 to 53')],
    ['stageTimestamp|month: 1.5', at(27, '`month` is a number from 1 to 12')],
    [
      'verb|all: x',
      at(15, '`all` needs a list of two values or more: leave it out for a single value'),
    ],
    [
      'verb|all: [x]',
      at(15, '`all` needs a list of two values or more: leave it out for a single value'),
    ],
    [
      'verb: [a, null]',
      at(15, "null can't be part of a list: give it a search identifier of its own"),
    ],
    [
      'verb: [null]',
      at(12, "null can't be part of a list: give it a search identifier of its own"),
    ],
    [
      'verb: [a, 12345678901234567890]',
      at(15, 'no JSON number is exactly this: put it in quotes to compare it as text'),
    ],
    [
      'auditID|base64offset|contains: a',
      at(36, '`base64offset` needs a value of two bytes or more'),
    ],
    [
      'auditID|windash: "------"',
      at(22, '`windash` would make more than 3125 variants: use fewer dashes and slashes'),
    ],
    [
      'sourceIPs|cidr: [10.0.0.0/8, 10.0.0.0]',
      at(34, '`10.0.0.0` is not a network: write it like `10.0.0.0/8` or `2001:db8::/32`'),
    ],
    [
      'verb|re: [a, (?=b)]',
      at(
        18,
        "the regular expression can't be used: lookaround `(?=`, `(?!`, `(?<=`, `(?<!` is not supported (`(?=`)",
      ),
    ],
  ])('%s is refused', (line, problem) => {
    expect(errorsOf(line)).toEqual([problem]);
  });

  test.each(['base64: a*', 'base64offset: a?b', 'wide: "*"', 'utf16: a*', 'utf16be: "?"'])(
    '%s is refused: a wildcard has no encoding',
    (item) => {
      expect(errorsOf(`auditID|${item}`)[0]).toContain(
        "a wildcard or a placeholder can't be encoded",
      );
    },
  );

  test('placeholders are defined in the configuration', () => {
    const advice = 'in satrap.yaml, or write `\\%` for a plain percent sign';
    expect(errorsOf("verb|expand: '%x%'")).toEqual([
      at(18, `the placeholder \`%x%\` is not defined: define \`rules.placeholders.x\` ${advice}`),
    ]);
    expect(errorsOf("verb|expand: 'a%x%%y%'", { x: ['b'] })).toEqual([
      at(18, `the placeholder \`%y%\` is not defined: define \`rules.placeholders.y\` ${advice}`),
    ]);
    expect(errorsOf("verb|expand: '%toString%'")[0]).toContain('`%toString%` is not defined');
    expect(errorsOf("verb: '%x%'")).toEqual([]);
  });

  test('placeholders that multiply without end are refused', () => {
    const many = Array.from({ length: 101 }, (_, index) => `v${index}`);
    expect(errorsOf("verb|expand: '%x%%x%'", { x: many })).toEqual([
      at(18, '`expand` would make more than 10000 values of this'),
    ]);
  });

  test('what takes no text with a placeholder in it says so', () => {
    expect(errorsOf("sourceIPs|expand|cidr: '%x%.0.0.0/8'", { x: ['10'] })).toEqual([
      at(28, "`cidr` can't be applied to a placeholder inside other text: make it the whole value"),
    ]);
    expect(errorsOf("sourceIPs|expand|cidr: '%x%'", { x: ['10'] })[0]).toContain(
      'is not a network',
    );
    expect(errorsOf("level|expand|gt: '%x%'", { x: ['10'] })[0]).toContain('`gt` takes a number');
  });
});
