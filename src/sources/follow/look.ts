import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PathFailure } from '../find-files.ts';
import type { Alarm } from './alarm.ts';
import { type Context, type Log, newLog } from './log.ts';
import { findLogs, isNamed, type NamedLog, placeOf } from './paths.ts';
import { endComplete, pollLog } from './poll.ts';
import { newRound } from './round.ts';
import { scanLog } from './scan.ts';

/** What is looked at, and how often. */
export interface World {
  readonly paths: readonly string[];
  /** Milliseconds between two looks at the files that are known. */
  readonly pollMs: number;
  /** Milliseconds between two looks for files. */
  readonly listMs: number;
  readonly context: Context;
  /** The logs by key; they are found here. */
  readonly logs: Map<string, Log>;
  /** Tells of changes, where the system does. */
  readonly alarm: Alarm | undefined;
}

/** After a look, so many times as long is rested: looking takes a fifth of the time at most. */
const REST = 4;

/** Milliseconds after which a path that leads nowhere is told. */
const LASTING = 1000;

/** Tries in a row to list a log whose files are being renamed. */
const TRIES = 3;

/**
 * Gives what looks at files and folders when it is time to; told that nothing is left to read, it looks at
 * the files at once.
 */
export function createLook(world: World): (idle: boolean) => Promise<void> {
  const { pollMs, listMs, context, logs, alarm } = world;
  const listLogs = createLister(world);
  let nextPoll = 0;
  let nextList = 0;
  let earliestList = 0;
  return async (idle) => {
    const start = context.now();
    if (!idle && start < nextPoll) return;
    const listing = start >= nextList || (alarm?.renamed === true && start >= earliestList);
    if (listing) {
      if (alarm !== undefined) alarm.renamed = false;
      await listLogs();
    }
    for (const log of logs.values()) await pollLog(log, context);
    await scanStale(logs, context);
    for (const log of logs.values()) await endComplete(log, context);
    const end = context.now();
    const rest = (end - start) * REST;
    nextPoll = end + Math.max(pollMs, rest);
    if (!listing) return;
    earliestList = end + rest;
    nextList = end + Math.max(listMs, rest);
  };
}

async function scanStale(logs: ReadonlyMap<string, Log>, context: Context): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const stale = [...logs.values()].filter((log) => log.stale);
    if (stale.length === 0) return;
    const round = newRound(context.memory, logs);
    for (const log of stale) await scanLog(log, context, round);
  }
}

/** Gives what finds out which logs there are. */
function createLister({ paths, context, logs, alarm }: World): () => Promise<void> {
  const failing = new Map<string, Failing>();
  let started = false;
  return async () => {
    const found = await findLogs(paths);
    if (!started) await dropUnnamed(paths, context);
    for (const key of context.memory.logs()) {
      if (!logs.has(key) && isNamed(key, paths)) logs.set(key, newLog(unseen(key), false));
    }
    for (const [key, named] of found.logs) {
      if (!logs.has(key)) logs.set(key, newLog(named, !started));
    }
    started = true;
    for (const [key, log] of logs) {
      log.named = found.logs.get(key) ?? unseen(key);
      log.stale = true;
      if (!found.logs.has(key) && context.memory.ofLog(key).size === 0) logs.delete(key);
    }
    tellOnce(found.failures, failing, context);
    alarm?.watch(foldersOf(logs, context));
  };
}

/** What fails now, since when, and whether that was told. */
interface Failing {
  readonly reason: string;
  readonly since: number;
  told: boolean;
}

/** Failures of paths are told once, when they last: between two steps of a rotation nothing is there. */
function tellOnce(
  failures: readonly PathFailure[],
  failing: Map<string, Failing>,
  { tell, now }: Context,
): void {
  const reasons = new Map(failures.map(({ path, reason }) => [path, reason]));
  for (const path of failing.keys()) if (!reasons.has(path)) failing.delete(path);
  for (const [path, reason] of reasons) {
    let known = failing.get(path);
    if (known?.reason !== reason) known = { reason, since: now(), told: false };
    failing.set(path, known);
    if (known.told || now() - known.since < LASTING) continue;
    known.told = true;
    tell({ kind: 'failure', origin: path, reason: `${reason}; it is waited for` });
  }
}

/** Where files of the logs are or may come to be. */
function foldersOf(logs: ReadonlyMap<string, Log>, { memory }: Context): Set<string> {
  const folders = new Set<string>();
  for (const [key, { named, currents }] of logs) {
    for (const { folder } of named.places) folders.add(folder);
    for (const { path } of currents) folders.add(dirname(path));
    if (memory.ofLog(key).size === 0) folders.add(dirname(key));
  }
  return folders;
}

/** A log whose files are nowhere now, though they were before. */
function unseen(key: string): NamedLog {
  return { key, named: new Map(), places: [placeOf(key)] };
}

/** What was remembered of logs that nobody asks for any more stays as long as their files do. */
async function dropUnnamed(paths: readonly string[], { memory }: Context): Promise<void> {
  for (const file of memory.files.values()) {
    if (!isNamed(file.log, paths) && !(await exists(file.path))) memory.forget(file);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
