import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { installed } from '../installed.ts';

/**
 * What `npm run prepare-rules` found out about the bundled rules, so that a start needn't. Files are known by
 * the digest of their text: one that somebody has changed is read like any other.
 */
export interface Prepared {
  /** By the SHA-256 of a file without mistakes, in hexadecimal: its documents. */
  readonly files: Readonly<Record<string, readonly PreparedDocument[]>>;
  /** Regular expressions that compile: flags and source, as `regexKey` joins them. */
  readonly regexes: readonly string[];
}

/** A document about which there is nothing to report by itself. */
export interface PreparedDocument {
  readonly content: unknown;
  /** Where it starts. */
  readonly line: number;
  readonly column: number;
}

/** The file that holds what is prepared. */
export const PREPARED: URL = installed('rules/prepared.json');

/** What `Prepared.files` knows a file by. */
export function fileKey(text: string): string {
  return hash('sha256', text, 'hex');
}

/** What `Prepared.regexes` knows an expression by. */
export function regexKey(source: string, flags: number): string {
  return `${flags}/${source}`;
}

/** The digests of what is prepared, once it was read: most files that are loaded later are none of them. */
let digests: ReadonlySet<string> | undefined;

/** Gives the documents of files that are prepared, `undefined` for others; whoever has it may hold all of them. */
export function preparedFiles(): (text: string) => readonly PreparedDocument[] | undefined {
  let files: Prepared['files'] | undefined;
  return (text) => {
    const key = fileKey(text);
    if (digests?.has(key) === false) return undefined;
    files ??= read().files;
    return Object.hasOwn(files, key) ? files[key] : undefined;
  };
}

let regexes: ReadonlySet<string> | undefined;

/** Whether an expression is known to compile. */
export function compilesSurely(source: string, flags: number): boolean {
  regexes ??= new Set(read().regexes);
  return regexes.has(regexKey(source, flags));
}

function read(): Prepared {
  let prepared: Prepared;
  try {
    prepared = JSON.parse(readFileSync(PREPARED, 'utf8')) as Prepared;
  } catch {
    // Somebody took it away, or broke it: everything is found out again.
    prepared = { files: {}, regexes: [] };
  }
  digests ??= new Set(Object.keys(prepared.files));
  regexes ??= new Set(prepared.regexes);
  return prepared;
}
