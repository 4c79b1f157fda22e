import { open, rename, rm } from 'node:fs/promises';
import { createLearnedReader, learnedLines } from '../sigma/baseline/learned-lines.ts';
import type { Learned } from '../sigma/baseline/memory.ts';
import type { BaselineRule } from '../sigma/rule-set.ts';
import { printable } from '../text/escape.ts';
import type { Problem } from '../types.ts';
import { say, UsageError } from './exit.ts';

/** No entry that satrap writes is longer, in UTF-16 units. */
const LONGEST_LINE = 65_536;
/** So many problems of a file are told. */
const TOLD = 10;
/** A day in milliseconds: clocks differ. */
const SLACK_MS = 86_400_000;
/** How many characters are written at once. */
const PIECE = 65_536;

/**
 * Reads what baselines learned elsewhere; tells of rules that can't use it. A file that can't be read or is
 * not right is a `UsageError` with every problem.
 */
export async function readLearned(
  path: string,
  rules: readonly BaselineRule[],
  entries: number,
): Promise<Learned> {
  const reader = createLearnedReader(rules, { entries, latest: (Date.now() + SLACK_MS) * 1000 });
  const problems: Problem[] = [];
  let line = 0;
  for await (const text of linesOf(path)) {
    line++;
    const message =
      text === undefined ? `longer than ${LONGEST_LINE} characters` : reader.take(text);
    if (message !== undefined) {
      problems.push({ severity: 'error', file: path, line, column: 1, message });
    }
    if (text === undefined || problems.length >= TOLD || (line === 1 && message)) break;
  }
  if (line === 0) problems.push({ severity: 'error', file: path, line, column: 0, message: EMPTY });
  if (problems.length > 0) {
    throw new UsageError(`${printable(path)} can't be used as a baseline`, problems);
  }
  for (const { name, changed } of reader.unused) say(unusedText(path, name, changed));
  return reader.learned();
}

const EMPTY = 'the file is empty: write it with `satrap baseline learn`';

function unusedText(path: string, name: string, changed: boolean): string {
  const why = changed
    ? 'has changed since, and learns anew'
    : 'is none of the baselines here, and is passed over';
  return `satrap: ${printable(path)}: ${printable(name)} ${why}`;
}

/** The lines of a file; `undefined` for one that is too long. */
async function* linesOf(path: string): AsyncGenerator<string | undefined> {
  const named = (error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : message;
    throw new UsageError(`${printable(path)}: ${printable(reason)}`);
  };
  const file = await open(path).catch(named);
  let rest = '';
  try {
    const decoder = new TextDecoder();
    for await (const bytes of file.createReadStream({ highWaterMark: PIECE })) {
      const lines = (rest + decoder.decode(bytes as Buffer, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield line.length > LONGEST_LINE ? undefined : line;
      if (rest.length > LONGEST_LINE) yield undefined;
    }
    if (rest !== '') yield rest;
  } catch (error) {
    named(error);
  } finally {
    await file.close();
  }
}

/**
 * Writes what baselines learned, for its owner only. Whoever reads meanwhile sees the
 * old file or the new one. A `UsageError` when it can't be written.
 */
export async function writeLearned(
  path: string,
  rules: readonly BaselineRule[],
  learned: Learned,
): Promise<void> {
  const next = `${path}.${process.pid}.new`;
  try {
    await rm(next, { force: true });
    const file = await open(next, 'wx', 0o600);
    try {
      let piece = '';
      for (const line of learnedLines(rules, learned)) {
        piece += `${line}\n`;
        if (piece.length < PIECE) continue;
        await file.write(piece);
        piece = '';
      }
      await file.write(piece);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, path);
  } catch (error) {
    await rm(next, { force: true }).catch(() => {});
    throw new UsageError(`${printable(path)} can't be written: ${(error as Error).message}`);
  }
}

/** How much was learned, for a person. */
export function learnedText(learned: Learned): string {
  const entries = [...learned.values()].flat();
  const groups = entries.filter(({ value }) => Array.isArray(value)).length;
  const count = (number: number) => number.toLocaleString('en-US');
  return `${count(entries.length - groups)} combinations in ${count(groups)} histories`;
}
