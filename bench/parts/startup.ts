import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { analyzeCommand, satrapCommand } from '../contenders/satrap.ts';
import { type Case, measureAll } from '../measure/cases.ts';
import type { MeasurePart } from './place.ts';

/** What starting takes: Node alone, `satrap --version`, an analysis of nothing. */
export const measureStartup: MeasurePart = async ({ folder, satrap }) => {
  const empty = join(folder, 'empty.log');
  await writeFile(empty, '');
  const one = (id: string, name: string, command: readonly string[]): Case => ({
    row: { id, name, cores: 1, bytes: 0 },
    command,
  });
  const cases = [
    one('node', 'Node alone', [process.execPath, '--eval', '0']),
    one('version', '`satrap --version`', satrapCommand(satrap, '--version')),
    one('empty', '`satrap analyze` of an empty file', await analyzeCommand(satrap, 1, empty)),
  ];
  return { rows: await measureAll(cases, { least: 15, most: 15, seconds: 0 }, folder), notes: [] };
};
