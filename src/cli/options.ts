import { type Command, InvalidArgumentError, Option } from 'commander';
import { PROFILES } from '../config/profile.ts';
import { formatTime, parseDuration, parseTime } from '../record/time.ts';
import { LEVELS, type Micros } from '../types.ts';

/** The flags that choose configuration and rules; every command that loads rules has them. */
export interface RuleFlags {
  readonly config?: string;
  readonly rules: readonly string[];
  readonly addRules: readonly string[];
  readonly filters: readonly string[];
}

const collect = (value: string, all: readonly string[]): readonly string[] => [...all, value];

/** Adds `--config`, `--rules`, `--add-rules` and `--filters`. */
export function addRuleFlags(command: Command): Command {
  return command
    .option('-c, --config <file>', 'configuration file (default: ./satrap.yaml where there is one)')
    .addOption(repeatable('--rules <path>', 'rule file or folder instead of the bundled rules'))
    .addOption(repeatable('--add-rules <path>', 'rule file or folder beside the bundled rules'))
    .addOption(repeatable('--filters <path>', 'Sigma filters with your site’s exclusions'));
}

/** The flags of commands that read logs which end. */
export interface ReadingFlags {
  readonly since?: Micros;
  readonly until?: Micros;
  readonly jobs?: number;
  readonly quiet?: boolean;
}

/**
 * Adds `--since`, `--until`, `--jobs` and `--quiet`. `alike`: what is the same for any number of threads; `quiet`:
 * what there is none of.
 */
export function addReadingFlags(
  command: Command,
  alike: string,
  quiet = 'no progress and no closing summary',
): Command {
  return command
    .option('--since <time>', 'leave out events before this time, day, or so long ago', (text) =>
      parseWhen(text),
    )
    .option('--until <time>', 'leave out events after this time, or after this day', (text) =>
      parseUntil(text),
    )
    .option(
      '-j, --jobs <count>',
      `how many threads share the work; ${alike} the same (default: one for each processor, up to 8)`,
      parseJobs,
    )
    .option('-q, --quiet', quiet);
}

/** `--baseline FILE`. */
export function baselineOption(): Option {
  return new Option(
    '--baseline <file>',
    'what baselines begin with that know nothing yet; see satrap baseline --help',
  );
}

/** More threads than one could keep busy, and no more than a machine bears: each takes 40 MB and half a second to start. */
const MOST_JOBS = 64;

function parseJobs(text: string): number {
  const jobs = Number(text);
  if (!/^\d{1,3}$/.test(text) || jobs < 1 || jobs > MOST_JOBS)
    throw new InvalidArgumentError(`Write a number from 1 to ${MOST_JOBS}.`);
  return jobs;
}

/** A flag that may be given several times. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser(collect).default([], 'none; repeatable');
}

/** `-o text|json`; without it, text on a terminal and JSON elsewhere. */
export function outputOption(): Option {
  return new Option(
    '-o, --output <format>',
    'text or json (default: text on a terminal, else json)',
  ).choices(['text', 'json']);
}

/** `--profile quiet|default|everything`. */
export function profileOption(): Option {
  return new Option(
    '--profile <profile>',
    'which rules raise alerts: the grave ones, all but what happens every day, or all (default: default)',
  ).choices([...PROFILES]);
}

/** A flag that takes one of Sigma's levels. */
export function levelOption(flags: string, description: string): Option {
  return new Option(flags, description).choices([...LEVELS]);
}

/**
 * Reads a point in time: RFC 3339 (`2026-11-20T10:00:00Z`), a UTC day or minute (`2026-11-20`,
 * `2026-11-20T10:00`), or how long ago (`36h`).
 */
export function parseWhen(text: string, now = Date.now()): Micros {
  // V8 reads the 30th of February as the 2nd of March.
  const day = /^\d{4}-\d\d-\d\d/.exec(text)?.[0];
  const isDay = day === undefined || formatTime(parseTime(`${day}T00:00:00Z`) ?? 0).startsWith(day);
  const ago = parseDuration(text);
  if (ago !== undefined) return now * 1000 - ago;
  const completed = /^\d{4}-\d\d-\d\d$/.test(text)
    ? `${text}T00:00:00Z`
    : /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?$/.test(text)
      ? `${text.replace(' ', 'T')}${text.length === 16 ? ':00' : ''}Z`
      : text;
  const time = parseTime(completed);
  if (time === undefined || !isDay) {
    throw new InvalidArgumentError(
      'Write a time such as 2026-11-20T10:00:00Z, a day such as 2026-11-20, or how long ago, such as 36h.',
    );
  }
  return time;
}

const DAY: Micros = 86_400_000_000;

/** As `parseWhen`, for the end of a range: a day means all of that day. */
export function parseUntil(text: string, now = Date.now()): Micros {
  const time = parseWhen(text, now);
  return /^\d{4}-\d\d-\d\d$/.test(text) ? time + DAY - 1 : time;
}
