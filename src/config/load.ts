import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { Problem } from '../types.ts';
import { errorAt, NOWHERE, readDocument } from './document.ts';
import { doubtfulVariables, override } from './override.ts';
import type { Config } from './schema.ts';
import { CONFIG_VARIABLE, type Data, isData } from './settings.ts';
import { usualConfig } from './usual.ts';

/** Where a configuration comes from. */
export interface ConfigSources {
  /** What `--config` names; else the variable, else `satrap.yaml` where there is one. */
  readonly file?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Values by commander's names; those that are no settings are left alone. */
  readonly flags: object;
  /** The folder to look for `satrap.yaml` in; the current one unless told. */
  readonly folder?: string | undefined;
}

/** The configuration, unless something is wrong with it, and everything wrong or doubtful. */
export interface LoadedConfig {
  readonly config: Config | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Reads the configuration: flags over environment over file over defaults. Paths in the file, those of
 * secrets too, are relative to the file. Never rejects for what it finds: all problems come at once.
 */
export async function loadConfig(sources: ConfigSources): Promise<LoadedConfig> {
  const { file, text, problem } = await readConfigFile(sources);
  const document = readDocument(file, text);
  const base = dirname(file);
  const problems = [...problem, ...doubtfulVariables(sources.env), ...document.problems];
  if (document.data !== undefined && !isData(document.data)) {
    const message = 'must be a map of keys such as rules, alerts and sinks';
    problems.push(errorAt(file, document.placeOf([]), message));
    return { config: undefined, problems };
  }
  const input = rebase(document.data ?? {}, base);
  const origins = override(input, sources.env, sources.flags);
  let config = usualConfig(input);
  if (config === undefined) {
    const { checkConfig } = await import('./check.ts');
    const places = { env: sources.env, base };
    const checked = await checkConfig({ document, file, input, origins }, places);
    config = checked.config;
    problems.push(...checked.problems);
  }
  const broken = problems.some(({ severity }) => severity === 'error');
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { config: broken ? undefined : config, problems };
}

interface ConfigFile {
  readonly file: string;
  readonly text: string;
  readonly problem: readonly Problem[];
}

/** The file that was asked for, or the usual one, whose absence is no problem. */
async function readConfigFile({ file, env, folder = '' }: ConfigSources): Promise<ConfigFile> {
  const asked = file ?? (env[CONFIG_VARIABLE] || undefined);
  const path = asked ?? join(folder, 'satrap.yaml');
  try {
    return { file: path, text: await readFile(path, 'utf8'), problem: [] };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (asked === undefined && code === 'ENOENT') return { file: path, text: '', problem: [] };
    const reason = code === 'ENOENT' ? 'there is no such file' : `can't be read (${code})`;
    return { file: path, text: '', problem: [errorAt(path, NOWHERE, reason)] };
  }
}

/** Keys of the file that hold paths; a sink's path is always its key `path`. */
const PATHS: readonly (readonly string[])[] = [
  ['rules', 'paths', '*'],
  ['rules', 'add', '*'],
  ['rules', 'filters', '*'],
  ['baseline', 'file'],
  ['deadLetter'],
  ['stateDir'],
  ['webhook', 'tls', 'cert'],
  ['webhook', 'tls', 'key'],
  ['webhook', 'tls', 'clientCa'],
  ['sinks', '*', 'path'],
];

/** A copy of the file's data with relative paths made relative to its folder. */
function rebase(data: Data, base: string): Data {
  return PATHS.reduce<unknown>((value, keys) => rebaseAt(value, keys, base), data) as Data;
}

function rebaseAt(value: unknown, keys: readonly string[], base: string): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) {
    const relative = typeof value === 'string' && value !== '' && !isAbsolute(value);
    return relative ? join(base, value) : value;
  }
  if (key === '*') {
    return Array.isArray(value) ? value.map((item) => rebaseAt(item, rest, base)) : value;
  }
  if (!isData(value)) return value;
  return Object.hasOwn(value, key)
    ? { ...value, [key]: rebaseAt(value[key], rest, base) }
    : { ...value };
}
