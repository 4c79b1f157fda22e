import { EVIDENCE_LASTS, EVIDENCE_PATHS } from '../record/evidence.ts';
import type { FieldPath } from '../types.ts';
import { Scanner } from './scanner.ts';
import { wasmCore } from './wasm-core.ts';

/**
 * A scanner for these paths, whose values repeat, and for what alerts show of an event; `undefined` where
 * the runtime has no SIMD.
 */
export function createScanner(paths: Iterable<FieldPath>): Scanner | undefined {
  const core = wasmCore();
  if (core === undefined) return undefined;
  const numbered = new Set(paths);
  const wanted = [...new Set([...EVIDENCE_PATHS, ...numbered])].map((path) => ({
    path,
    numbered: numbered.has(path),
    last: EVIDENCE_LASTS.has(path),
  }));
  return new Scanner(core, { wanted, evidence: EVIDENCE_PATHS });
}
