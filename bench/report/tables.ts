import { grouped, megabytes, ratio, seconds, speed } from './format.ts';
import type { Figures, Part, PartName, Row } from './results.ts';
import type { Table } from './table.ts';

type Column = readonly [
  head: string,
  cell: (row: Row, figures: Figures, figuresOf: (id: string) => Figures | undefined) => string,
];

const SECONDS: Column = ['seconds', (_, { wall }) => seconds(wall)];
const RANGE: Column = ['from–to', (_, { low, high }) => `${seconds(low)}–${seconds(high)}`];
const SPEED: Column = ['MB/s', speed];
const CPU: Column = ['CPU seconds', (_, { cpu }) => seconds(cpu)];
const PEAK: Column = ['peak MB', (_, { peak }) => megabytes(peak)];
const CORES: Column = ['cores', ({ cores }) => String(cores)];

/** How many times as quick as the row with the id that `other` names. */
const timesAsQuick = (head: string, other: (row: Row) => string): Column => [
  head,
  (row, { wall }, figuresOf) => ratio((figuresOf(other(row))?.wall ?? Number.NaN) / wall),
];

/** How many times the time, for each byte, of the row with the id that `other` names. */
const timesTheTime = (head: string, other: (row: Row) => string, digits = 2): Column => [
  head,
  (row, { wall }, figuresOf) => {
    const value = wall / (figuresOf(other(row))?.wall ?? Number.NaN);
    return Number.isFinite(value) ? value.toFixed(digits) : '–';
  },
];

const shapeOf = (row: Row) => row.id.split('-')[0] as string;

/** Of each part: what the first column is called and holds, and the other columns. */
const LAYOUT: Readonly<
  Record<PartName, readonly [string, (row: Row) => string, readonly Column[]]>
> = {
  contenders: [
    'what',
    ({ name, version }) => (version === undefined ? name : `${name} (${version})`),
    [CORES, SECONDS, RANGE, SPEED, CPU, PEAK, timesAsQuick('times jq', () => 'jq')],
  ],
  shapes: [
    'log, what',
    (row) => `\`${shapeOf(row)}\`, ${row.name}`,
    [
      CORES,
      SECONDS,
      SPEED,
      PEAK,
      timesAsQuick('times jq', (row) => `${shapeOf(row)}-jq`),
      timesAsQuick('times `JSON.parse`', (row) => `${shapeOf(row)}-json-parse`),
    ],
  ],
  sizes: [
    'GB',
    ({ at }) => String(at),
    [CORES, SECONDS, SPEED, timesTheTime('times the first', ({ cores }) => `1-${cores}`), PEAK],
  ],
  rules: [
    'rules, log',
    ({ name, bytes }) => `${name}, ${bytes === 0 ? 'empty' : `${megabytes(bytes)} MB`}`,
    [SECONDS, RANGE, PEAK, timesTheTime('times the bundled', ({ id }) => id.replace(/\d+$/, '1'))],
  ],
  identities: [
    'ServiceAccounts',
    ({ at }) => grouped(at ?? 0),
    [SECONDS, SPEED, CPU, PEAK, timesTheTime('times the first', () => '100')],
  ],
  compressed: [
    'files',
    ({ name }) => `\`${name}\``,
    [
      CORES,
      SECONDS,
      SPEED,
      CPU,
      PEAK,
      timesAsQuick('times one core', ({ id }) => id.replace(/\d+$/, '1')),
    ],
  ],
  startup: [
    'what',
    ({ name }) => name,
    [
      ['ms', (_, { wall }) => grouped(Math.round(wall * 1000))],
      ['from–to', (_, { low, high }) => `${Math.round(low * 1000)}–${Math.round(high * 1000)}`],
      ['CPU ms', (_, { cpu }) => grouped(Math.round(cpu * 1000))],
      PEAK,
    ],
  ],
};

/** A part's rows as a table; rows without figures say "not there". */
export function tableOf(name: PartName, part: Part): Table {
  const [first, title, columns] = LAYOUT[name];
  const figuresOf = (id: string) => part.rows.find((row) => row.id === id)?.figures;
  const cells = (row: Row) =>
    columns.map(([, cell], i) => {
      if (row.figures !== undefined) return cell(row, row.figures, figuresOf);
      return i === 0 ? 'not there' : '–';
    });
  return {
    head: [first, ...columns.map(([head]) => head)],
    rows: part.rows.map((row) => [title(row), ...cells(row)]),
  };
}

/** What a reader has to know of a part: its notes, and why rows have no figures. */
export function remarksOf({ ran: { scale }, rows, notes }: Part): string[] {
  const missing = rows.filter((row) => row.missing !== undefined);
  const reasons = missing.map(({ name, missing: why }) => `Not there: ${name}: ${why}.`);
  const small = `Tried out, not measured: logs were ${scale} times their usual size.`;
  return [...(scale === 1 ? [] : [small]), ...notes, ...new Set(reasons)];
}
