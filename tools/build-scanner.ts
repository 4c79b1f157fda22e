/**
 * Compiles the scanner and puts it into src/scanner/compiled.ts: `npm run scanner`. A test fails when
 * the file is not what this makes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '..');
const TARGET = join(ROOT, 'src/scanner/compiled.ts');

const FLAGS =
  '-O3 --noAssert --runtime stub --importMemory --sharedMemory --memoryBase 64 --initialMemory 1 --maximumMemory 65536 ' +
  '--enable simd --enable bulk-memory --enable threads --enable relaxed-simd --disableWarning 112';

/** The WebAssembly that the scanner's sources compile to. */
export function compileScanner(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'satrap-scanner-'));
  try {
    const output = join(folder, 'scanner.wasm');
    const compiler = join(ROOT, 'node_modules/assemblyscript/bin/asc.js');
    const source = join(ROOT, 'src/scanner/assembly/index.ts');
    execFileSync(process.execPath, [compiler, source, '-o', output, ...FLAGS.split(' ')], {
      cwd: ROOT,
    });
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The module that carries it: a string needs no file beside the program, in a checkout or in a package. */
export function compiledModule(wasm: Buffer): string {
  const lines = wasm.toString('base64').match(/.{1,96}/g) ?? [];
  return [
    '/** Made by `npm run scanner` from src/scanner/assembly. */',
    'export const SCANNER_WASM = `',
    ...lines,
    '`;',
    '',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(TARGET, compiledModule(compileScanner()));
}
