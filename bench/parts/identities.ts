import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { satrap } from '../contenders/satrap.ts';
import { appendEvents, createLog } from '../log/log.ts';
import { caseOf, measureAll } from '../measure/cases.ts';
import type { Row } from '../report/results.ts';
import { type MeasurePart, warm } from './place.ts';

const IDENTITIES = [100, 1000, 10_000, 100_000, 1_000_000];

/** More than half of them are ServiceAccounts', so that each of a million gets its turn. */
const EVENTS = 2_000_000;

/** Time and memory against the number of different ServiceAccounts. */
export const measureIdentities: MeasurePart = async (place) => {
  const { folder, scale, say } = place;
  const rows: Row[] = [];
  const path = join(folder, 'identities.log');
  for (const accounts of IDENTITIES) {
    say(`${accounts.toLocaleString('en-US')} ServiceAccounts`);
    await appendEvents(
      createLog({ variant: 'usual', accounts }),
      path,
      0,
      Math.ceil(EVENTS * scale),
    );
    await warm(path);
    const log = { path, bytes: (await stat(path)).size };
    const cases = [await caseOf(await satrap(place.satrap, 1), log, String(accounts))];
    const measured = await measureAll(cases, { least: 1, most: 3, seconds: 60 }, folder);
    rows.push(...measured.map((row) => ({ ...row, at: accounts })));
    await rm(path);
  }
  return { rows, notes: [] };
};
