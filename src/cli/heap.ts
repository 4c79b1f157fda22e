import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the heap small from now on: V8 would let garbage grow with the machine's memory, and on a
 * control-plane node that is others' memory. On a 229 MB log: peak 366 MB without, 249 MB with, for a
 * quarter more CPU time. Called once everything is loaded: V8 compiles anew what it had cached under
 * other flags, Node's own modules among it, which takes 10 ms at start.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=40');
}
