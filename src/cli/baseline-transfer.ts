import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/index.ts';
import { ownerOf } from '../sigma/baseline/index.ts';
import type { Learned } from '../sigma/baseline/memory.ts';
import { mergeLearned } from '../sigma/baseline/merge.ts';
import type { BaselineRule } from '../sigma/rule-set.ts';
import { StateError, type Store } from '../state/store.ts';
import { printable } from '../text/escape.ts';
import type { TransferFlags } from './baseline.ts';
import { EXIT, say, UsageError } from './exit.ts';
import { learnedText, readLearned, writeLearned } from './learned-file.ts';
import { setUpConfig, setUpRules } from './setup.ts';
import { openState, stateFolder } from './state-dir.ts';

/** `satrap baseline export`. */
export async function exportLearned(
  flags: TransferFlags & { readonly out: string },
): Promise<number> {
  const { config, baselines } = await setUp(flags);
  const folder = stateFolder(config);
  if (!existsSync(join(folder, 'state.db'))) {
    throw new UsageError(`${printable(folder)} holds no state: name its folder with --state-dir`);
  }
  const learned = await withState(folder, (store) => known(store, baselines));
  await writeLearned(flags.out, baselines, learned);
  say(`satrap: ${printable(flags.out)}: ${learnedText(learned)}`);
  return EXIT.done;
}

/** `satrap baseline import FILE`. */
export async function importLearned(file: string, flags: TransferFlags): Promise<number> {
  const { config, baselines } = await setUp(flags);
  const learned = await readLearned(file, baselines, config.baseline.entries);
  const folder = stateFolder(config);
  const all = await withState(folder, (store) => {
    const merged = new Map(
      Array.from(learned, ([owner, entries]) => [owner, mergeLearned(store.load(owner), entries)]),
    );
    // All of it, as the order in which it is written is the order in which it was last seen.
    store.commit(merged);
    store.sync();
    return known(store, baselines);
  });
  say(`satrap: ${printable(folder)} now knows ${learnedText(all)}`);
  return EXIT.done;
}

async function setUp(
  flags: TransferFlags,
): Promise<{ config: Config; baselines: readonly BaselineRule[] }> {
  const config = await setUpConfig(flags.config, flags);
  const { baselines } = (await setUpRules(config)).rules;
  if (baselines.length === 0) throw new UsageError('none of the rules is a baseline');
  return { config, baselines };
}

/** Runs with the state of a folder, which no other satrap may use meanwhile. */
async function withState<T>(folder: string, work: (store: Store) => T): Promise<T> {
  const store = await openState(folder, false);
  try {
    return work(store);
  } catch (error) {
    throw error instanceof StateError ? new UsageError(error.message) : error;
  } finally {
    store.close();
  }
}

function known(store: Store, baselines: readonly BaselineRule[]): Learned {
  return new Map(baselines.map((rule) => [ownerOf(rule), store.load(ownerOf(rule))]));
}
