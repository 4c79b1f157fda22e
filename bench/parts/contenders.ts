import { allContenders } from '../contenders/index.ts';
import { caseOf, measureAll } from '../measure/cases.ts';
import { agreement } from './agreement.ts';
import { GB, type MeasurePart, PATIENCE, writeLog } from './place.ts';

/** satrap beside everything else, on one log. */
export const measureContenders: MeasurePart = async (place) => {
  const log = await writeLog(place, { variant: 'usual', theft: 10_000 }, GB);
  const contenders = await allContenders(place.satrap);
  const cases = await Promise.all(contenders.map((contender) => caseOf(contender, log)));
  const rows = await measureAll(cases, PATIENCE, place.folder);
  return { rows, notes: agreement(rows, log.hits) };
};
