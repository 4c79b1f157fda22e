import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { analyzeCommand } from '../contenders/satrap.ts';
import { type Case, measureAll } from '../measure/cases.ts';
import { GB, type MeasurePart, PATIENCE, writeLog } from './place.ts';
import { copiesOf } from './rule-copies.ts';

const TIMES = [1, 10, 100];

/**
 * Time against the number of rules: on a log, and on an empty one, which tells what loading them takes. They are
 * read from YAML, as a site's own are; of those in its place the package knows what they say.
 */
export const measureRules: MeasurePart = async (place) => {
  const log = await writeLog(place, { variant: 'usual', theft: 10_000 }, GB);
  const empty = join(place.folder, 'empty.log');
  await writeFile(empty, '');
  const cases: Case[] = [];
  for (const times of TIMES) {
    const folder = join(place.folder, `rules-${times}`);
    await mkdir(folder);
    await writeFile(join(folder, 'rules.yml'), copiesOf(join(place.satrap, 'rules'), times));
    const name = times === 1 ? 'the bundled rules' : `${times} times as many`;
    const row = { name, cores: 1, at: times };
    const command = (path: string) => analyzeCommand(place.satrap, 1, '--rules', folder, path);
    cases.push(
      { row: { ...row, id: `log-${times}`, bytes: log.bytes }, command: await command(log.path) },
      { row: { ...row, id: `empty-${times}`, bytes: 0 }, command: await command(empty) },
    );
  }
  return { rows: await measureAll(cases, PATIENCE, place.folder), notes: [] };
};
