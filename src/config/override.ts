import { delimiter } from 'node:path';
import { nearest } from '../text/nearest.ts';
import type { Problem } from '../types.ts';
import { CONFIG_VARIABLE, type Data, SETTINGS, type Setting } from './settings.ts';

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

function fromVariable({ list, isSwitch }: Setting, value: string | undefined): unknown {
  if (value === undefined || value === '') return undefined;
  if (isSwitch) return value === 'true' || (value === 'false' ? false : value);
  return list ? value.split(delimiter).filter((part) => part !== '') : value;
}
