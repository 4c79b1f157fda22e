import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { Problem } from '../types.ts';
import { type ConfigDocument, readDocument } from './document.ts';
import { doubtfulVariables, type Origins, override } from './override.ts';
import { type Config, configSchema, sinkSchema } from './schema.ts';
import { readSecret, type SecretPlaces } from './secret.ts';
import { secretsOf } from './secrets.ts';
import { CONFIG_VARIABLE, type Data, isData, type Path } from './settings.ts';
import { pathText, unknownKey, wording } from './wording.ts';

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

/** Everything known while one configuration is checked. */
interface Check {
  readonly document: ConfigDocument;
  readonly file: string;
  readonly input: Data;
  readonly origins: Origins;
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
    return { config: undefined, problems: [...problems, at(file, document.placeOf([]), message)] };
  }
  const input = rebase(document.data ?? {}, base);
  const origins = override(input, sources.env, sources.flags);
  const check = { document, file, input, origins };
  const parsed = configSchema.safeParse(input);
  for (const issue of parsed.error?.issues ?? []) problems.push(...problemsOf(issue, check));
  const readable = parsed.data ?? { sinks: readableSinks(input) };
  problems.push(...(await readSecrets(readable, { env: sources.env, base }, check)));
  const broken = problems.some(({ severity }) => severity === 'error');
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { config: broken ? undefined : parsed.data, problems };
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
    return { file: path, text: '', problem: [at(path, NOWHERE, reason)] };
  }
}

const NOWHERE = { line: 0, column: 0 };

/** Keys of the file that hold paths; a sink's path is always its key `path`. */
const PATHS: readonly (readonly string[])[] = [
  ['rules', 'paths', '*'],
  ['rules', 'add', '*'],
  ['rules', 'filters', '*'],
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

type Issue = Parameters<typeof wording>[0];

function problemsOf(issue: Issue, check: Check): Problem[] {
  const { document, file, input } = check;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      at(file, document.placeOfKey(issue.path, key), unknownKey(issue.path, key, input)),
    );
  }
  const value = issue.path.reduce<unknown>(
    (inside, key) => (inside as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  );
  return [problemAt(issue.path, wording(issue, value), check)];
}

/** A problem with the value at a path: at its flag or variable, else at its place in the file. */
function problemAt(path: Path, message: string, { document, file, origins }: Check): Problem {
  for (let length = path.length; length > 0; length--) {
    const origin = origins.get(path.slice(0, length).join('.'));
    if (origin !== undefined) return at(origin, NOWHERE, message);
  }
  return at(file, document.placeOf(path), message);
}

function at(file: string, { line, column }: typeof NOWHERE, message: string): Problem {
  return { severity: 'error', file, line, column, message };
}

/** The sinks that are right, where the configuration as a whole is not: their secrets are read too. */
function readableSinks({ sinks }: Data): unknown {
  return Array.isArray(sinks) ? sinks.map((sink) => sinkSchema.safeParse(sink).data) : [];
}

async function readSecrets(data: unknown, places: SecretPlaces, check: Check): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [path, secret] of secretsOf(data)) {
    const { error, warning } = await readSecret(secret, places);
    const say = (message: string) => problemAt(path, `${pathText(path)} ${message}`, check);
    if (error !== undefined) problems.push(say(error));
    if (warning !== undefined) problems.push({ ...say(warning), severity: 'warning' });
  }
  return problems;
}
