import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRules, readRuleFiles } from '../../src/sigma/index.ts';
import { compilesSurely, fileKey, preparedFiles, regexKey } from '../../src/sigma/prepared.ts';

const { files } = await readRuleFiles([resolve(import.meta.dirname, '../../rules')]);
const bundled = files.find(({ path }) => path.endsWith('exec_copies_files_out.yml'));
if (bundled === undefined) throw new Error('the rule is not bundled');

describe('prepared rules', () => {
  it('are known by their text, whatever their file is called', () => {
    const known = preparedFiles();
    expect(known(bundled.text)).toHaveLength(1);
    expect(known(`${bundled.text}# edited\n`)).toBeUndefined();
    const again = preparedFiles();
    expect(again('title: Mine')).toBeUndefined();
    expect(again(bundled.text)).toHaveLength(1);
    expect(fileKey('')).toMatch(/^e3b0c442[0-9a-f]{56}$/);
  });

  it('are parsed and checked like others as soon as somebody edits them', () => {
    const text = bundled.text.replace('    exec:\n', '    exec:\n        verbs: get\n');
    const line = text.split('\n').indexOf('        verbs: get') + 1;
    const { problems } = loadRules([{ path: 'r.yml', text }]);
    expect(problems).toEqual([
      expect.objectContaining({ file: 'r.yml', line, column: 9, severity: 'warning' }),
    ]);
  });

  it('are parsed for where it is that something is wrong between them', () => {
    const twins = [bundled, { ...bundled, path: 'twin.yml' }];
    const { problems } = loadRules(twins);
    expect(problems).not.toEqual([]);
    expect(problems).toEqual(loadRules(twins, { afresh: true }).problems);
    expect(problems[0]?.file).toBe('twin.yml');
  });
});

describe('compilesSurely', () => {
  it('knows no expression by another flag, and none that no rule has', () => {
    expect(regexKey('^a/b', 1)).toBe('1/^a/b');
    expect(compilesSurely('(', 0)).toBe(false);
    expect(compilesSurely('socket.*(dup2|subprocess|os[.]system|pty|exec)', 3)).toBe(true);
    expect(compilesSurely('socket.*(dup2|subprocess|os[.]system|pty|exec)', 4)).toBe(false);
  });
});
