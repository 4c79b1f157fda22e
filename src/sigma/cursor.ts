import type { Problem } from '../types.ts';
import type { Place } from './rule-set.ts';
import type { Path, Spot, YamlDocument } from './yaml.ts';

/** A value in a document that knows where it stands, so that whatever is wrong with it can be reported there. */
export class Cursor {
  readonly value: unknown;
  readonly path: Path;
  readonly #document: YamlDocument;
  readonly #problems: Problem[];

  constructor(document: YamlDocument, value: unknown, path: Path = [], problems: Problem[] = []) {
    this.#document = document;
    this.#problems = problems;
    this.path = path;
    this.value = value;
  }

  /** What stands under a key or an index; its value is `undefined` when nothing does. */
  child(step: string | number): Cursor {
    const value = stepInto(this.value, step);
    return new Cursor(this.#document, value, [...this.path, step], this.#problems);
  }

  /** Every entry of a map, or every item of a list; nothing of anything else. */
  children(): Cursor[] {
    const { value } = this;
    if (Array.isArray(value)) return value.map((_, index) => this.child(index));
    return isMapping(value) ? Object.keys(value).map((key) => this.child(key)) : [];
  }

  /** The last step of the path: a map entry's key. */
  get key(): string {
    return String(this.path.at(-1) ?? '');
  }

  /** Where the value starts. */
  get place(): Place {
    return { file: this.#document.file, line: this.#document.position(this.path).line };
  }

  /** The file of the document. */
  get file(): string {
    return this.#document.file;
  }

  /** True when it is known that nothing is to be reported about the document by itself. */
  get approved(): boolean {
    return this.#document.approved;
  }

  /** Everything reported about the whole document so far. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  /** True when the document can't be used. */
  get broken(): boolean {
    return this.#document.broken || this.#problems.some(({ severity }) => severity === 'error');
  }

  /** Reports an error here. */
  error(message: string, spot?: Spot): void {
    this.#report('error', message, spot);
  }

  /** Reports a warning here. */
  warn(message: string, spot?: Spot): void {
    this.#report('warning', message, spot);
  }

  #report(severity: Problem['severity'], message: string, spot?: Spot): void {
    const position = this.#document.position(this.path, spot);
    this.#problems.push({ severity, file: this.#document.file, ...position, message });
  }
}

/** Whether a value is a YAML map. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function stepInto(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return value[Number(step)] as unknown;
  return isMapping(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
