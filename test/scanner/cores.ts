import type { ScannerCore } from '../../src/scanner/core.ts';
import { plainCore } from '../../src/scanner/plain/index.ts';
import { wasmCore } from '../../src/scanner/wasm-core.ts';

/** Both ways to scan; the one in WebAssembly is there wherever tests run. */
export const CORES: readonly (readonly [string, () => ScannerCore])[] = [
  ['WebAssembly', () => wasmCore() as ScannerCore],
  ['plain TypeScript', plainCore],
];
