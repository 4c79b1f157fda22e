import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { installed } from '../src/installed.ts';

it('installed › finds what lies beside the sources', () => {
  const paths = ['package.json', 'rules/prepared.json', 'deploy/audit-policy.yaml', 'bin/'];
  expect(paths.filter((path) => !existsSync(installed(path)))).toEqual([]);
});
