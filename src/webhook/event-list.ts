import { whyNoEvent } from '../parsers/shape.ts';
import type { Json, JsonObject, Reject } from '../types.ts';
import { walkEnvelope } from './envelope.ts';
import { LineBuffer } from './line-buffer.ts';

/** A body taken apart. What is not in `lines` is in `rejects`. */
export interface CheckedBody {
  /** Audit events, one a line, in the bytes that were sent. */
  readonly lines: Uint8Array;
  readonly events: number;
  readonly rejects: readonly BodyReject[];
}

/**
 * A part of a body, with why: `body`: it is no list of audit events, or breaks off. `item`: one of its
 * items is no audit event. `cut`: it was longer than the limit.
 */
export interface BodyReject {
  readonly category: 'body' | 'item' | 'cut';
  readonly reject: Reject;
}

/** How much of a body there is, and how much is kept of what is rejected. */
export interface CheckOptions {
  /** Bytes of each reject's text. */
  readonly keepBytes: number;
  /** Bytes of the whole body, when what there is was cut at the limit. */
  readonly whole?: number;
}

const VERSIONS = new Set<unknown>([
  'audit.k8s.io/v1',
  'audit.k8s.io/v1beta1',
  'audit.k8s.io/v1alpha1',
]);

/** So many bad items of one body are kept one by one; those after them as one. */
const SINGLE = 100;
/** Values of the envelope that are looked at are shorter. */
const LONGEST_VALUE = 256;

/**
 * Takes apart what kube-apiserver posts: one EventList of audit.k8s.io. Never throws. The events that
 * come before a body breaks off are taken, the rest of it is a reject.
 */
export function checkBody(body: Buffer, options: CheckOptions): CheckedBody {
  const check = new Check(body, options);
  check.run();
  return check;
}

class Check implements CheckedBody {
  readonly rejects: BodyReject[] = [];
  events = 0;
  readonly #body: Buffer;
  readonly #options: CheckOptions;
  readonly #lines: LineBuffer;
  readonly #envelope = new Map<string, Json | undefined>();
  #listed = false;
  #badItems = 0;
  #moreFrom = 0;
  #moreTo = 0;

  constructor(body: Buffer, options: CheckOptions) {
    this.#body = body;
    this.#options = options;
    this.#lines = new LineBuffer(body);
  }

  get lines(): Uint8Array {
    return this.#lines.bytes;
  }

  run(): void {
    this.#readHead();
    const reason = this.#whyNoList();
    if (reason !== undefined) return this.#reject('body', 0, this.#length, reason);
    const { end, whole } = walkEnvelope(this.#body, {
      member: () => {},
      items: () => true,
      item: (from, to) => this.#item(from, to),
    });
    this.#rejectMore();
    if (!whole || this.#length > end) this.#rejectRest(end);
  }

  /** Kind and version, as a rule before the items; only where they aren't is all of the body looked at. */
  #readHead(): void {
    walkEnvelope(this.#body, {
      member: (key, from, to) => this.#member(key, from, to),
      items: () => {
        this.#listed = true;
        return !(this.#envelope.has('kind') && this.#envelope.has('apiVersion'));
      },
      item: () => {},
    });
  }

  #member(key: string, from: number, to: number): void {
    if (key === 'items') this.#listed = this.#body.toString('latin1', from, to) === 'null';
    if (key !== 'kind' && key !== 'apiVersion') return;
    const text = this.#body.toString('utf8', from, Math.min(to, from + LONGEST_VALUE));
    this.#envelope.set(key, parse(text));
  }

  #whyNoList(): string | undefined {
    const kind = this.#envelope.get('kind');
    const version = this.#envelope.get('apiVersion');
    if (kind !== 'EventList' || !VERSIONS.has(version)) {
      return `no EventList of audit.k8s.io: kind is ${shown(kind)}, apiVersion is ${shown(version)}`;
    }
    return this.#listed ? undefined : 'an EventList without a list of items';
  }

  #item(from: number, to: number): void {
    const value = parse(this.#body.toString('utf8', from, to));
    const reason = value === undefined ? 'not JSON' : whyNoEvent(value);
    if (reason !== undefined) return this.#badItem(from, to, reason);
    const { kind, apiVersion } = value as JsonObject;
    const missing =
      (kind === undefined ? '"kind":"Event",' : '') +
      (apiVersion === undefined
        ? `"apiVersion":"${this.#envelope.get('apiVersion') as string}",`
        : '');
    this.#lines.add(from, to, missing);
    this.events++;
  }

  #badItem(from: number, to: number, reason: string): void {
    this.#badItems++;
    if (this.#badItems <= SINGLE) return this.#reject('item', from, to - from, reason);
    if (this.#badItems === SINGLE + 1) this.#moreFrom = from;
    this.#moreTo = to;
  }

  /** Items that are kept as one; good ones may stand between them. */
  #rejectMore(): void {
    const more = this.#badItems - SINGLE;
    if (more <= 0) return;
    const reason = `${more} more items of one list that are no audit events`;
    this.#reject('item', this.#moreFrom, this.#moreTo - this.#moreFrom, reason);
  }

  #rejectRest(end: number): void {
    const length = this.#length - end;
    if (this.#length > this.#body.length) {
      this.#reject('cut', end, length, 'the rest of a body that is longer than the limit');
    } else {
      const reason = `the list of events ${end < this.#body.length ? 'breaks' : 'is cut short'} here`;
      this.#reject('body', end, length, reason);
    }
  }

  #reject(category: BodyReject['category'], offset: number, length: number, reason: string): void {
    const to = Math.min(offset + length, offset + this.#options.keepBytes);
    const text = this.#body.toString('utf8', offset, to);
    this.rejects.push({ category, reject: { origin: 'webhook', offset, length, reason, text } });
  }

  /** Bytes that were sent. */
  get #length(): number {
    return this.#options.whole ?? this.#body.length;
  }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function shown(value: Json | undefined): string {
  if (typeof value !== 'string') return 'missing or no text';
  return value.slice(0, 40).replaceAll(/[^\w.@:/-]/g, '?');
}
