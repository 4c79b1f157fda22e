import { EVIDENCE_LASTS, EVIDENCE_PATHS } from '../record/evidence.ts';
import type { FieldPath } from '../types.ts';
import { Scanner, type ScannerPaths } from './scanner.ts';
import { wasmCore } from './wasm-core.ts';

/** What is read of events: these paths, whose values repeat, and what alerts show of an event. */
export function scannerPaths(paths: Iterable<FieldPath>): ScannerPaths {
  const numbered = new Set(paths);
  const wanted = [...new Set([...EVIDENCE_PATHS, ...numbered])].map((path) => ({
    path,
    numbered: numbered.has(path),
    last: EVIDENCE_LASTS.has(path),
  }));
  return { wanted, evidence: EVIDENCE_PATHS };
}

/** A scanner for these paths; `undefined` where the runtime has no SIMD. */
export function createScanner(paths: ScannerPaths): Scanner | undefined {
  const core = wasmCore();
  return core && new Scanner(core, paths);
}
