import type { JsonObject } from '../../../src/types.ts';
import type { Played } from './index.ts';

/** A point in time as kube-apiserver writes it, with as many digits as it likes. */
const TIME = /"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z"/g;

const DAY = 86_400_000_000;

const microsOf = (seconds: string, fraction = '') =>
  Date.parse(`${seconds}Z`) * 1000 + Math.floor(Number(`0${fraction}`) * 1e6);

/**
 * What was logged after the set-up, as if all of it had taken so many times as long and ended when it did.
 * Times in bodies go with it, but for those of another day, such as the ends of certificates.
 */
export function stretched({ truth, lines }: Played, times: number): Played {
  const begins = Date.parse(truth.begins) * 1000;
  const logged = lines.map((line) => ({ line, time: stageTime(line) }));
  const kept = logged.filter(({ time }) => time >= begins);
  const ends = Math.max(...kept.map(({ time }) => time));
  const later = (micros: number) => ends - (ends - micros) * times;
  const moved = (text: string, seconds: string, fraction?: string) => {
    const micros = microsOf(seconds, fraction);
    return Math.abs(micros - ends) > DAY ? text : `"${written(later(micros), fraction)}"`;
  };
  return {
    truth: { ...truth, begins: written(later(begins), '.000') },
    lines: kept.map(({ line }) => line.replace(TIME, moved)),
  };
}

function stageTime(line: string): number {
  const { stageTimestamp } = JSON.parse(line) as JsonObject;
  const [, seconds = '', fraction] = [...`"${stageTimestamp as string}"`.matchAll(TIME)][0] ?? [];
  return microsOf(seconds, fraction);
}

/** With as many digits as there were. */
function written(micros: number, fraction = ''): string {
  const seconds = new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19);
  const digits = String(micros % 1_000_000).padStart(6, '0');
  return `${seconds}${fraction === '' ? '' : `.${digits.slice(0, fraction.length - 1)}`}Z`;
}
