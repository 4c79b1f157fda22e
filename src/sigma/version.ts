import { hash } from 'node:crypto';

/** 64 bits of SHA-256 in hex over what decides when a rule holds: what is equal keeps its memory. */
export function versionOf(parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 16);
}
