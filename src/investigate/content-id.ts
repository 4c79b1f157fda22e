import { hash } from 'node:crypto';

/** 64 bits of SHA-256 in hex over what a part of a report is about: the same log gives the same ids. */
export function contentId(...about: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(about), 'hex').slice(0, 16);
}
