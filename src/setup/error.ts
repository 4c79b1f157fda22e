import type { Problem } from '../types.ts';

/** What can't be set up as asked, and what to do instead: lower case, no full stop. */
export class SetupError extends Error {
  readonly problems: readonly Problem[];

  constructor(message: string, problems: readonly Problem[] = []) {
    super(message);
    this.problems = problems;
  }
}
