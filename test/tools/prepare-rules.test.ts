import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRules, readRuleFiles } from '../../src/sigma/index.ts';
import { PREPARED, regexKey } from '../../src/sigma/prepared.ts';
import { REGEX_FLAGS } from '../../src/sigma/values/regex.ts';
import { prepareRules, printPrepared } from '../../tools/prepare-rules.ts';
import { folderWith } from '../cli/run.ts';

const RULES = resolve(import.meta.dirname, '../../rules');

const rule = (detection: string) => `title: A rule
logsource: { product: kubernetes, service: audit }
detection:
  selection:
    ${detection}
  condition: selection
`;

describe('prepareRules', () => {
  it('made rules/prepared.json; if this fails: npm run prepare-rules', async () => {
    const made = printPrepared(await prepareRules(RULES));
    expect(made === readFileSync(PREPARED, 'utf8')).toBe(true);
  });

  it('changes nothing about what the bundled rules are', async () => {
    const { files } = await readRuleFiles([RULES]);
    const text = (afresh: boolean) => JSON.stringify(loadRules(files, { afresh }));
    expect(text(false) === text(true)).toBe(true);
  });

  it('knows which regular expressions compile, with their flags and without', async () => {
    const folder = await folderWith({ 'a.yml': rule("requestURI|re|i: ['^/api', '^/apis']") });
    const { regexes } = await prepareRules(folder);
    expect(regexes).toEqual(
      [0, REGEX_FLAGS.i].flatMap((flags) => ['^/api', '^/apis'].map((re) => regexKey(re, flags))),
    );
  });

  it('leaves out files whose values JSON would change', async () => {
    const folder = await folderWith({ 'a.yml': `${rule('verb: get')}weight: .inf\n` });
    expect((await prepareRules(folder)).files).toEqual({});
  });

  it('refuses rules about which there is something to report', async () => {
    const folder = await folderWith({ 'a.yml': rule('verbs: get') });
    writeFileSync(join(folder, 'b.yml'), rule('verb: list'));
    await expect(prepareRules(folder)).rejects.toThrow(/a\.yml:\d+: .*verbs/);
  });
});
