import { EVIDENCE_LASTS, EVIDENCE_PATHS } from '../record/evidence.ts';
import { isUnique, isVaried } from '../record/unique.ts';
import type { FieldPath, Telling } from '../types.ts';
import type { ScannerCore } from './core.ts';
import { plainCore } from './plain/index.ts';
import { Scanner, type ScannerPaths } from './scanner.ts';
import { wasmCore } from './wasm-core.ts';

/** What is read of events: these paths, of which most have values that repeat, and what alerts show of an event. */
export function scannerPaths(paths: Iterable<FieldPath>): ScannerPaths {
  // The scanner knows keys by their UTF-8, which half a surrogate pair has none of.
  const asked = new Set([...paths].filter((path) => path.text.isWellFormed()));
  const wanted = [...new Set([...EVIDENCE_PATHS, ...asked])].map((path) => ({
    path,
    numbered: asked.has(path) && !isUnique(path),
    telling: tellingOf(path),
    last: EVIDENCE_LASTS.has(path),
  }));
  return { wanted, evidence: EVIDENCE_PATHS };
}

function tellingOf(path: FieldPath): Telling | undefined {
  if (BODY.test(path.text)) return 'presence';
  return isVaried(path) ? undefined : 'value';
}

const BODY = /^(?:request|response)Object$/;

/** A scanner for these paths; where the runtime has no SIMD, a slower one. `key`: of fingerprints, drawn unless told. */
export function createScanner(
  paths: Iterable<FieldPath>,
  core: ScannerCore = wasmCore() ?? plainCore(),
  key?: Uint8Array,
): Scanner {
  return new Scanner(core, scannerPaths(paths), key);
}
