import type { Problem } from '../types.ts';
import { type Cursor, isMapping } from './cursor.ts';

/** What satrap takes, by key; a key left out fits as well. */
const KUBERNETES_AUDIT: Readonly<Record<string, string>> = {
  product: 'kubernetes',
  service: 'audit',
  category: 'application',
};

/**
 * Whether a document is about another log than Kubernetes audit. It is ours when nothing in its
 * `logsource` says otherwise and the product or the service says so.
 */
export function isForeign(document: Cursor): boolean {
  const { value } = document.child('logsource');
  if (!isMapping(value)) return false;
  const given = Object.entries(KUBERNETES_AUDIT).filter(([key]) => value[key] !== undefined);
  const fits = given.every(([key, wanted]) => value[key] === wanted);
  return !fits || !given.some(([key]) => key !== 'category');
}

/** How many foreign documents are named one by one. */
const NAMED = 5;

/** Warnings about the documents left out, in the order given. */
export function foreignWarnings(documents: readonly Cursor[]): Problem[] {
  for (const document of documents.slice(0, NAMED)) {
    document.child('logsource').warn('left out: its log source is not Kubernetes audit');
  }
  const [next, ...others] = documents.slice(NAMED);
  if (next === undefined) return [];
  const count = others.length + 1;
  const message = `left out: from here on ${count} more documents whose log source is not Kubernetes audit`;
  return [{ severity: 'warning', ...next.place, column: 1, message }];
}
