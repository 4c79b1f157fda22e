import { styleText } from 'node:util';
import { printable } from '../text/escape.ts';
import type { Problem } from '../types.ts';

/** What the exit code says; documented in README. */
export const EXIT = {
  done: 0,
  /** Alerts at or above `--fail-on`. */
  alerts: 1,
  /** Usage, configuration or rules. */
  usage: 2,
  /** An input could not be read, or not to its end. */
  input: 3,
  /** A sink or the dead-letter file failed. */
  sink: 4,
  /** satrap itself failed (EX_SOFTWARE of sysexits.h). */
  bug: 70,
  interrupted: 130,
} as const;

/** Stops a command before it starts its work: the message and the problems go to standard error. */
export class UsageError extends Error {
  readonly problems: readonly Problem[];

  constructor(message: string, problems: readonly Problem[] = []) {
    super(message);
    this.problems = problems;
  }
}

/** One problem as editors and terminals understand it: `file:line:column: severity: message`. */
export function problemLine(problem: Problem): string {
  const { file, line, column, severity, message } = problem;
  const place = line === 0 ? file : `${file}:${line}:${column}`;
  const colour = severity === 'error' ? 'red' : 'yellow';
  const label = styleText(colour, severity, { stream: process.stderr });
  return `${printable(place)}: ${label}: ${printable(message)}`;
}

/** Prints problems to standard error, errors last so that they stay in view. */
export function printProblems(problems: readonly Problem[]): void {
  const errors = problems.filter((problem) => problem.severity === 'error');
  const warnings = problems.filter((problem) => problem.severity === 'warning');
  for (const problem of [...warnings, ...errors]) say(problemLine(problem));
}

/** One line on standard error. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
