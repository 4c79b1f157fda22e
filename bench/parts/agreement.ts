import type { Row } from '../report/results.ts';

/** Whether all that answer the same query found what was put into the log, in a sentence or more. */
export function agreement(rows: readonly Row[], expected: number): string[] {
  const answers = rows.filter(({ figures }) => figures?.hits !== undefined);
  const wrong = answers.filter(({ figures }) => figures?.hits !== expected);
  if (wrong.length === 0)
    return [`All ${answers.length} that look for them found the same events: ${expected}.`];
  return wrong.map(
    ({ name, figures }) => `Not comparable: ${name} found ${figures?.hits} of ${expected} events.`,
  );
}
