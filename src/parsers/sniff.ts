import type { Found, Parser } from '../types.ts';
import { CriParser, looksLikeCri } from './cri.ts';

/** A parser that looks at the first bytes to see whether the log is wrapped by a container runtime. */
export class SniffingParser implements Parser {
  readonly #plain: Parser;
  #chosen: Parser | undefined;
  #head: Buffer = Buffer.alloc(0);

  constructor(plain: Parser) {
    this.#plain = plain;
  }

  push(bytes: Uint8Array): readonly Found[] {
    if (this.#chosen !== undefined) return this.#chosen.push(bytes);
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
    const isCri = looksLikeCri(head);
    if (isCri !== undefined) return this.#choose(isCri).push(head);
    this.#head = Buffer.from(head);
    return [];
  }

  end(): readonly Found[] {
    if (this.#chosen !== undefined) return this.#chosen.end();
    const parser = this.#choose(false);
    return [...parser.push(this.#head), ...parser.end()];
  }

  get idle(): boolean {
    return this.#chosen?.idle === true;
  }

  #choose(isCri: boolean): Parser {
    this.#chosen = isCri ? new CriParser(this.#plain) : this.#plain;
    return this.#chosen;
  }
}
