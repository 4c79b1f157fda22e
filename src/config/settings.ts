import { LEVELS } from '../types.ts';
import { PROFILES } from './profile.ts';

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
  /** A flag without a value; the variable says `true` or `false`. */
  readonly isSwitch?: boolean;
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
    flag: 'profile',
    option: '--profile',
    variable: 'SATRAP_PROFILE',
    summary: `which rules raise alerts: ${PROFILES.join(', ')}`,
    put: at('alerts', 'profile'),
  },
  {
    flag: 'baseline',
    option: '--baseline',
    variable: 'SATRAP_BASELINE',
    summary: 'what baselines begin with that know nothing yet',
    put: at('baseline', 'file'),
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
  {
    flag: 'stateDir',
    option: '--state-dir',
    variable: 'SATRAP_STATE_DIR',
    summary: 'live: the folder for state, spool and dead letters',
    put: at('stateDir'),
  },
  {
    flag: 'metrics',
    option: '--metrics',
    variable: 'SATRAP_METRICS',
    summary: 'live: HOST:PORT for /metrics, /healthz and /readyz',
    put: at('metrics', 'listen'),
  },
  {
    flag: 'listen',
    option: '--listen',
    variable: 'SATRAP_LISTEN',
    summary: 'serve: HOST:PORT to receive events on',
    put: at('webhook', 'listen'),
  },
  {
    flag: 'tlsCert',
    option: '--tls-cert',
    variable: 'SATRAP_TLS_CERT',
    summary: 'serve: the server’s certificate chain',
    put: at('webhook', 'tls', 'cert'),
  },
  {
    flag: 'tlsKey',
    option: '--tls-key',
    variable: 'SATRAP_TLS_KEY',
    summary: 'serve: its key',
    put: at('webhook', 'tls', 'key'),
  },
  {
    flag: 'clientCa',
    option: '--client-ca',
    variable: 'SATRAP_CLIENT_CA',
    summary: 'serve: the CA that clients’ certificates must come from',
    put: at('webhook', 'tls', 'clientCa'),
  },
  {
    flag: 'token',
    option: '--token',
    variable: 'SATRAP_TOKEN',
    summary: 'serve: the bearer token that clients must send, as file:PATH or env:NAME',
    put: at('webhook', 'token'),
  },
  {
    flag: 'secretPath',
    option: '--secret-path',
    variable: 'SATRAP_SECRET_PATH',
    summary: 'serve: the only URL path that takes events, as file:PATH or env:NAME',
    put: at('webhook', 'secretPath'),
  },
  {
    flag: 'insecureHttp',
    option: '--insecure-http',
    variable: 'SATRAP_INSECURE_HTTP',
    summary: 'serve: plain HTTP instead of HTTPS',
    isSwitch: true,
    put: at('webhook', 'insecureHttp'),
  },
  {
    flag: 'insecureHttpBeyondLoopback',
    option: '--insecure-http-beyond-loopback',
    variable: 'SATRAP_INSECURE_HTTP_BEYOND_LOOPBACK',
    summary: 'serve: plain HTTP on other addresses than loopback',
    isSwitch: true,
    put: at('webhook', 'insecureHttpBeyondLoopback'),
  },
];

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
