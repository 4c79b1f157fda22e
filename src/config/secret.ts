import { open } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { inspect } from 'node:util';

const REDACTED = '[redacted]';

/** What a secret's text must be, beyond not being empty: the complaint, or `undefined`. */
export type SecretCheck = (text: string) => string | undefined;

/**
 * A text that must not be shown: however it is printed, it is `[redacted]`. The configuration holds
 * only where it is kept; `reveal` gives it once it has been filled in.
 */
export class Secret {
  /** `env:NAME` or `file:PATH`. */
  readonly reference: string;
  readonly #check: SecretCheck | undefined;
  #text: string | undefined;

  constructor(reference: string, check?: SecretCheck) {
    this.reference = reference;
    this.#check = check;
  }

  /** Takes the text, or says what is wrong with it. */
  fill(text: string): string | undefined {
    const complaint = text === '' ? 'must not be empty' : this.#check?.(text);
    if (complaint === undefined) this.#text = text;
    return complaint;
  }

  /** The text itself. For the one place that needs it. */
  reveal(): string {
    if (this.#text === undefined) throw new Error(`the secret at ${this.reference} was not read`);
    return this.#text;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}

/** Where secrets are looked up. */
export interface SecretPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly base: string;
}

/** What came of reading a secret: what is wrong, and what is doubtful. */
export interface SecretReport {
  readonly error?: string;
  readonly warning?: string;
}

/** More than any secret has. */
const LONGEST = 64 * 1024;

/** Reads what a secret refers to and fills it in. White space around it is left out. */
export async function readSecret(secret: Secret, places: SecretPlaces): Promise<SecretReport> {
  const at = secret.reference.indexOf(':');
  const target = secret.reference.slice(at + 1);
  if (secret.reference.startsWith('env:')) {
    const text = places.env[target];
    if (text === undefined) return { error: `names ${target}, a variable that is not set` };
    return complain(secret, text);
  }
  return fromFile(secret, isAbsolute(target) ? target : join(places.base, target));
}

async function fromFile(secret: Secret, path: string): Promise<SecretReport> {
  try {
    await using file = await open(path);
    const stats = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST), 0, LONGEST);
    const report = complain(secret, buffer.toString('utf8', 0, bytesRead));
    if ((stats.mode & 0o004) === 0) return report;
    return {
      ...report,
      warning: `names ${path}, which anyone on this machine may read; chmod 600 it`,
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'which does not exist' : `which can't be read (${code})`;
    return { error: `names ${path}, ${reason}` };
  }
}

function complain(secret: Secret, text: string): SecretReport {
  const complaint = secret.fill(text.trim());
  return complaint === undefined
    ? {}
    : { error: `refers to ${secret.reference}, which ${complaint}` };
}
