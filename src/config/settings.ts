import { delimiter } from 'node:path';
import { nearest } from '../text/nearest.ts';
import { LEVELS, type Problem } from '../types.ts';

/** A part of the configuration that a flag and an environment variable can set as well. */
export interface Setting {
  /** The flag as commander names its value, such as `minLevel`. */
  readonly flag: string;
  /** The flag as it is typed. */
  readonly option: string;
  readonly variable: string;
  readonly summary: string;
  /** Several values: the flag is repeated, the variable is cut at the system's path separator. */
  readonly list?: boolean;
  /** Puts the value into the file's data; gives the path where it now stands. */
  readonly put: (data: Data, value: unknown) => Path;
}

/** A configuration as data, not validated yet. */
export type Data = Record<string, unknown>;

/** Keys and indexes from the configuration's root. */
export type Path = readonly PropertyKey[];

/** Names the configuration file; the flag `--config` comes first. */
export const CONFIG_VARIABLE = 'SATRAP_CONFIG';

/** Every setting that is not the file's alone. Flags come before variables, variables before the file. */
export const SETTINGS: readonly Setting[] = [
  {
    flag: 'rules',
    option: '--rules',
    variable: 'SATRAP_RULES',
    summary: 'rule files or folders instead of the bundled rules',
    list: true,
    put: at('rules', 'paths'),
  },
  {
    flag: 'addRules',
    option: '--add-rules',
    variable: 'SATRAP_ADD_RULES',
    summary: 'rule files or folders beside the bundled rules',
    list: true,
    put: at('rules', 'add'),
  },
  {
    flag: 'filters',
    option: '--filters',
    variable: 'SATRAP_FILTERS',
    summary: 'Sigma filters with this site’s exclusions',
    list: true,
    put: at('rules', 'filters'),
  },
  {
    flag: 'minLevel',
    option: '--min-level',
    variable: 'SATRAP_MIN_LEVEL',
    summary: `raise no alerts below this level: ${LEVELS.join(', ')}`,
    put: at('alerts', 'minLevel'),
  },
  {
    flag: 'deadLetter',
    option: '--dead-letter',
    variable: 'SATRAP_DEAD_LETTER',
    summary: 'append what could not be read to this file',
    put: at('deadLetter'),
  },
  {
    flag: 'output',
    option: '--output',
    variable: 'SATRAP_OUTPUT',
    summary: 'write alerts to standard output as text or json',
    put: putOutput,
  },
];

/** Where a value that is not the file's came from, by the path where it stands. */
export type Origins = ReadonlyMap<string, string>;

/** Puts flags and variables over the file's data, which it changes. */
export function override(
  data: Data,
  env: Readonly<Record<string, string | undefined>>,
  flags: object,
): Origins {
  const origins = new Map<string, string>();
  for (const setting of SETTINGS) {
    const flag = given((flags as Data)[setting.flag]);
    const value = flag ?? fromVariable(setting, env[setting.variable]);
    if (value === undefined) continue;
    const path = setting.put(data, value);
    origins.set(path.join('.'), flag === undefined ? setting.variable : setting.option);
  }
  return origins;
}

/** Variables that look like a slip of the pen: `SATRAP_RULE`, `SATRAP_MINLEVEL`. */
export function doubtfulVariables(env: object): Problem[] {
  const known = [CONFIG_VARIABLE, ...SETTINGS.map((setting) => setting.variable)];
  return Object.keys(env).flatMap((name) => {
    if (!name.startsWith('SATRAP_') || known.includes(name)) return [];
    const short = (variable: string) => variable.slice('SATRAP_'.length);
    const near = nearest(short(name), known.map(short));
    if (near === undefined) return [];
    const message = `is not a variable that satrap reads; did you mean SATRAP_${near}?`;
    return [{ severity: 'warning', file: name, line: 0, column: 0, message }];
  });
}

/** Commander's default for a repeatable flag is an empty list: as good as none. */
function given(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

function fromVariable({ list }: Setting, value: string | undefined): unknown {
  if (value === undefined || value === '') return undefined;
  return list ? value.split(delimiter).filter((part) => part !== '') : value;
}

function at(...path: readonly [string, ...string[]]): Setting['put'] {
  return (data, value) => {
    let inside = data;
    for (const key of path.slice(0, -1)) {
      inside[key] ??= {};
      // Whatever else stands there is the file's mistake, and will be told.
      if (!isData(inside[key])) return path;
      inside = inside[key];
    }
    inside[path.at(-1) as string] = value;
    return path;
  };
}

/** Sets the format of the file's stdout sink; adds one where it has none. */
function putOutput(data: Data, format: unknown): Path {
  data.sinks ??= [];
  if (!Array.isArray(data.sinks)) return ['sinks'];
  const sinks: unknown[] = data.sinks;
  let index = sinks.findIndex((sink) => isData(sink) && sink.type === 'stdout');
  if (index === -1) index = sinks.push({ type: 'stdout' }) - 1;
  (sinks[index] as Data).format = format;
  return ['sinks', index, 'format'];
}

/** Whether a value is a map of keys. */
export function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
