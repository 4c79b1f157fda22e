import type { FieldPath } from '../types.ts';

/**
 * Fields that hardly two events share a value of: to give such values numbers, or to remember what is known of
 * them, costs more than it saves.
 */
const UNIQUE = /^(?:auditID|requestURI|objectRef\.(?:uid|resourceVersion)|\w*[tT]imestamp)$/;

/** Whether nearly every event has a value of its own there. */
export function isUnique({ text }: Pick<FieldPath, 'text'>): boolean {
  return UNIQUE.test(text);
}

/** Names and what holds them, which are new in many events, and bodies, which are long as well. */
const VARIED =
  /^(?:objectRef\.name|responseStatus\.message|(?:requestObject|responseObject)(?:\..*)?)$/;

/** Whether many events have a value there that few others have. */
export function isVaried(path: Pick<FieldPath, 'text'>): boolean {
  return VARIED.test(path.text) || isUnique(path);
}
