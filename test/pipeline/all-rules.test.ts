import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDedupe } from '../../src/pipeline/dedupe.ts';
import type { RuleEngine } from '../../src/pipeline/engine.ts';
import { ALWAYS, noCounts, takeAll } from '../../src/pipeline/intake.ts';
import { readInOrder } from '../../src/pipeline/merge.ts';
import { limitsOf, type ReadOptions } from '../../src/pipeline/reading/batch.ts';
import {
  type ScanThreads,
  startThreads,
  type ThreadsOptions,
} from '../../src/pipeline/reading/threads.ts';
import { createScanner, scannerPaths } from '../../src/scanner/index.ts';
import { plainCore } from '../../src/scanner/plain/index.ts';
import type { Alert, Source } from '../../src/types.ts';
import { loadBundled } from '../rule-tests/bundled.ts';
import { logForAllRules } from './all-rules-log.ts';
import { sourcesOf, WAYS, type Way } from './all-rules-ways.ts';

const LIMITS = { maxRecordBytes: 1_048_576 };
/** What the engine allows, in microseconds. */
const LATENESS = 60_000_000;

/** Gets ready to read logs of so many nodes for an engine. */
type Reader = (engine: RuleEngine, nodes: number) => Partial<ReadOptions>;

const READERS: Readonly<Record<string, Reader>> = {
  'the parser': () => ({}),
  'the scanner': ({ fields }) => ({ scanner: createScanner(fields) }),
  'the scanner without WebAssembly': ({ fields }) => ({
    scanner: createScanner(fields, plainCore()),
  }),
  'two threads': ({ fields }, nodes) => {
    const paths = scannerPaths(fields);
    const threads = threadsFor(nodes, paths);
    threads.attach({ paths });
    return { scanner: createScanner(fields), threads };
  },
  'two threads that match': (engine, nodes) => {
    const { fields } = engine;
    const threads = threadsFor(nodes, bundled.texts);
    const matching = { rules: bundled.rules.detections, reads: engine.reads };
    threads.attach({ paths: scannerPaths(fields), matching });
    return { scanner: createScanner(fields), threads };
  },
};

function threadsFor(sources: number, work: ThreadsOptions['work']): ScanThreads {
  return startThreads({ count: 2, sources, limits: limitsOf(LIMITS), work });
}

const bundled = await loadBundled();
const log = await logForAllRules();

/** What came of a log: every alert in full, by id, and all that was counted. */
async function outcomeOf(sources: readonly Source[], reader: Reader, segmentBytes: number) {
  const engine = bundled.createEngine();
  const { threads, ...reading } = reader(engine, sources.length);
  const intake = { engine, dedupe: createDedupe(100_000), range: ALWAYS };
  const counts = noCounts();
  const alerts: Alert[] = [];
  const troubles: unknown[] = [];
  try {
    const options = { ...LIMITS, ...reading, threads, segmentBytes };
    for await (const batch of readInOrder(sources, options)) {
      troubles.push(...batch.failures, ...takeAll(batch.found, intake, counts));
      alerts.push(...engine.drain());
    }
  } finally {
    await threads?.close();
  }
  alerts.push(...engine.finish());
  const { records: _, duplicates: __, ...same } = counts;
  const lines = alerts.map(({ id, ...rest }) => `${id} ${JSON.stringify(rest)}`).sort();
  return { lines, troubles, counts: same, engine: engine.counts };
}

async function outcome(way: Way, reader: Reader) {
  const folder = mkdtempSync(join(tmpdir(), 'satrap-'));
  try {
    const sources = await sourcesOf(log, way, LATENESS, folder);
    expect(sources).toHaveLength(way.nodes);
    return await outcomeOf(sources, reader, way.segmentBytes);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const PLAIN: Way = {
  shuffled: false,
  copies: false,
  nodes: 1,
  forms: false,
  piped: false,
  segmentBytes: 65_536,
  seed: 0,
};

describe('all bundled rules at once', async () => {
  const expected = await outcome(PLAIN, READERS['the parser'] as Reader);

  it('have something to say, and nothing is lost', () => {
    expect(expected.engine.alerts.size).toBeGreaterThan(190);
    expect(expected.troubles).toEqual([]);
    expect(expected.engine).toMatchObject({ late: 0, forced: 0, evicted: 0, errors: new Map() });
  });

  it.each(Object.entries(READERS))(
    'say the same of events in any order, on any nodes, in any form and cut anywhere, read by %s',
    async (_, reader) => {
      await fc.assert(
        fc.asyncProperty(WAYS, async (way) => {
          expect(await outcome(way, reader)).toEqual(expected);
        }),
        { numRuns: 2, endOnFailure: true },
      );
    },
  );
});
