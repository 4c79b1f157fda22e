import type { RuleInfo } from '../types.ts';
import type { Cursor } from './cursor.ts';
import type { Kind } from './schema.ts';

/** One document of a set, of whatever use it turned out to be. */
export interface Entry {
  readonly document: Cursor;
  readonly kind: Kind | undefined;
  readonly info: RuleInfo;
}

/** Finds documents by id or by name. */
export class Registry {
  readonly #entries = new Map<string, Entry>();
  readonly #foreign = new Set<string>();

  /** Takes an entry in; an id or a name that another has already is an error. Without a title it has only what is written. */
  add(entry: Entry): void {
    for (const key of ['id', 'name'] as const) {
      const text = entry.info[key];
      if (entry.info.title === '' && !entry.document.child(key).value) continue;
      const other = this.#entries.get(text);
      if (other === undefined) this.#entries.set(text, entry);
      else if (other !== entry) reportTwin(entry, other, key);
    }
  }

  /** Remembers what was left out, to be able to say so. */
  addForeign({ info }: Entry): void {
    this.#foreign.add(info.id).add(info.name);
  }

  /** The document with this id or name. */
  find(reference: string): Entry | undefined {
    return this.#entries.get(reference);
  }

  /** Why there is no such document. */
  reasonFor(reference: string): string {
    const foreign = this.#foreign.has(reference);
    return foreign
      ? `\`${reference}\` was left out, as its log source is not Kubernetes audit`
      : `no rule has the id or name \`${reference}\``;
  }
}

function reportTwin({ document, info }: Entry, other: Entry, key: 'id' | 'name'): void {
  const written = document.child(key);
  const { file, line } = other.document.place;
  if (written.value) {
    written.error(`the ${key} \`${info[key]}\` is taken already, in ${file}:${line}`);
  } else if (key === 'name') {
    document.error(
      `the name \`${info.name}\`, made from the title, is taken already, in ${file}:${line}: give it a \`name\``,
    );
  }
}
