import type { FieldPath } from '../types.ts';
import { derivedPath, isDerived } from './derived/index.ts';
import { eventPath } from './event-path.ts';

/** The compiled path of a text, of an event's field or of a derived one; the same text gives the same object. */
export function fieldPath(text: string): FieldPath {
  return isDerived(text) ? derivedPath(text) : eventPath(text);
}

/** The fields of the event that paths come to, each once. */
export function eventPaths(paths: Iterable<FieldPath>): FieldPath[] {
  return [...new Set(Array.from(paths, (path) => path.derived?.reads ?? [path]).flat())];
}
