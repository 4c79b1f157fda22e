/** What an alert says besides what happened, taken from its rule's description. */
export interface Advice {
  /** Why it matters, on one line; empty where the rule doesn't say. */
  readonly why: string;
  /** What to do first, one sentence; empty where the rule doesn't say. */
  readonly next: string;
}

/** How the paragraph begins that says what to do. */
const NEXT = /^What to do next:\s*/;

/** A sentence's end: not the full stop of an abbreviation, which a small letter follows. */
const SENTENCE_END = /(?<=[.!?])\s+(?=[A-Z`'"(])/;

/**
 * A description's first paragraph says what happened, which the alert's own sentence tells better, and why
 * that matters; the paragraph that begins `What to do next:` starts with what to do first.
 */
export function adviceOf(description: string): Advice {
  const paragraphs = description.split(/\n\s*\n/).map((text) => text.trim().replace(/\s+/g, ' '));
  const [first = ''] = paragraphs;
  const [, ...others] = first.split(SENTENCE_END);
  const todo = paragraphs.find((text) => NEXT.test(text))?.replace(NEXT, '') ?? '';
  const [next = ''] = todo.split(SENTENCE_END);
  return {
    why: NEXT.test(first) ? '' : others.length > 0 ? others.join(' ') : first,
    next: next.charAt(0).toUpperCase() + next.slice(1),
  };
}
