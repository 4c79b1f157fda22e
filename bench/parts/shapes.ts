import { rm } from 'node:fs/promises';
import { jq, jsonParse, satrap } from '../contenders/index.ts';
import type { LogShape } from '../log/shape.ts';
import { caseOf, measureAll } from '../measure/cases.ts';
import type { Row } from '../report/results.ts';
import { agreement } from './agreement.ts';
import { GB, type MeasurePart, PATIENCE, writeLog } from './place.ts';

const SHAPES: readonly LogShape[] = [
  { variant: 'bodies', theft: 1000 },
  { variant: 'long', theft: 100 },
];

/** Heavy bodies and long lines. */
export const measureShapes: MeasurePart = async (place) => {
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const shape of SHAPES) {
    const log = await writeLog(place, shape, GB);
    const contenders = [
      await satrap(place.satrap, 1),
      await satrap(place.satrap, 2),
      jq(),
      jsonParse(),
    ];
    const cases = await Promise.all(
      contenders.map((one) => caseOf(one, log, `${shape.variant}-${one.id}`)),
    );
    const measured = await measureAll(cases, PATIENCE, place.folder);
    rows.push(...measured);
    notes.push(...agreement(measured, log.hits).map((note) => `Log \`${shape.variant}\`: ${note}`));
    await rm(log.path);
  }
  return { rows, notes };
};
