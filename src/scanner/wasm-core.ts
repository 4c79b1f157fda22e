import { SCANNER_WASM } from './compiled.ts';
import type { ScannerCore, ScannerMemory } from './core.ts';

/** Four GiB, of which only what is used takes room. */
const MOST_PAGES = 65_536;

/** As much of the WebAssembly JavaScript interface as is used here; the compiler's libraries have it for browsers only. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Memory: new (size: { initial: number; maximum: number; shared: boolean }) => ScannerMemory;
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

let module: object | undefined;

/** Whether there can be a core in WebAssembly here. */
export function hasSimd(): boolean {
  return module !== undefined || WebAssembly.validate(Buffer.from(SCANNER_WASM, 'base64'));
}

/**
 * A scanner's core in WebAssembly, or `undefined` where the processor or the runtime has no SIMD for it.
 * `memory`: another core's, in this thread or in another. It is shared memory, which stays where it is
 * when it grows.
 */
export function wasmCore(memory: ScannerMemory = newMemory()): ScannerCore | undefined {
  if (!hasSimd()) return undefined;
  module ??= new WebAssembly.Module(Buffer.from(SCANNER_WASM, 'base64'));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { ...(exports as Omit<ScannerCore, 'memory'>), memory };
}

function newMemory(): ScannerMemory {
  return new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
}
