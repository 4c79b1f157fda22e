import { AUDIT_LEVELS, type AuditLevel, STAGES, type Stage } from '../policy/policy.ts';
import { eventPath } from '../record/event-path.ts';
import type { AuditRecord, FieldPath } from '../types.ts';
import { CUSTOM, kindText, REQUEST_KINDS, type RequestKind, type Target } from './request-kinds.ts';
import type { Seen, View } from './sight.ts';

/** What kinds of requests a log has, at which levels and stages, and which fields it never has. Bounded. */

const VERB = eventPath('verb');
const LEVEL = eventPath('level');
const STAGE = eventPath('stage');
const URI = eventPath('requestURI');
const RESOURCE = eventPath('objectRef.resource');
const SUBRESOURCE = eventPath('objectRef.subresource');
const GROUP = eventPath('objectRef.apiGroup');
const USER = eventPath('user.username');
const REQUEST = eventPath('requestObject.kind');
const RESPONSE = eventPath('responseObject.kind');

/** What every log of a recent kube-apiserver has, once there are so many events with a user or of ServiceAccounts. */
const ORDINARY: readonly { readonly path: FieldPath; readonly of: 'user' | 'account' }[] = [
  { path: eventPath('sourceIPs'), of: 'user' },
  { path: eventPath('userAgent'), of: 'user' },
  { path: eventPath('user.groups'), of: 'user' },
  { path: eventPath('annotations.authorization.k8s.io/decision'), of: 'user' },
  { path: eventPath('annotations.authorization.k8s.io/reason'), of: 'user' },
  { path: eventPath('user.extra.authentication.kubernetes.io/credential-id'), of: 'account' },
  { path: eventPath('user.extra.authentication.kubernetes.io/pod-name'), of: 'account' },
];
const ENOUGH = 100;

/** How many kinds of requests beside the built-in ones are told apart. */
const MOST = 10_000;
/** No resource has a longer name. */
const LONGEST = 253;

/** The fields that it asks records for. */
export const SHAPE_FIELDS: readonly FieldPath[] = [
  VERB,
  LEVEL,
  STAGE,
  URI,
  RESOURCE,
  SUBRESOURCE,
  GROUP,
  USER,
  REQUEST,
  RESPONSE,
  ...ORDINARY.map(({ path }) => path),
];

const BUILT_IN = new Map(REQUEST_KINDS.map((kind) => [kindText(kind), kind]));

/** Takes in events, and tells how requests came to be logged. */
export class LogShape {
  events = 0;
  readonly #ways = new Map<string, Set<string>>();
  readonly #counts = { user: 0, account: 0 };
  readonly #missing = new Set(ORDINARY);
  /** Events of a level that has bodies, of requests that had one and succeeded. */
  readonly #bodies = { promised: 0, requests: 0, responses: 0 };

  add(record: AuditRecord): void {
    this.events++;
    const level = AUDIT_LEVELS.find((one) => one === record.field(LEVEL)) ?? 'Metadata';
    const stage = STAGES.find((one) => one === record.field(STAGE)) ?? 'ResponseComplete';
    for (const key of keysOf(record)) {
      const ways = this.#ways.get(key);
      if (ways !== undefined) ways.add(`${level} ${stage}`);
      else if (this.#ways.size < BUILT_IN.size + MOST) {
        this.#ways.set(key, new Set([`${level} ${stage}`]));
      }
    }
    this.#countFields(record);
    if (stage === 'ResponseComplete' && level !== 'Metadata') this.#countBodies(record);
  }

  /** Fields that no event has, though ordinary ones have them. */
  get absent(): readonly string[] {
    const missing = [...this.#missing].filter(({ of }) => this.#counts[of] >= ENOUGH);
    const { promised, requests, responses } = this.#bodies;
    return [
      ...missing.map(({ path }) => path.text),
      ...(promised >= ENOUGH && requests + responses === 0
        ? ['requestObject', 'responseObject']
        : []),
    ];
  }

  /** Whether a stage was ever logged. */
  has(stage: Stage): boolean {
    return [...this.#ways.values()].some((ways) => [...ways].some((way) => way.endsWith(stage)));
  }

  /** Whether a kind of request was ever logged. */
  saw(kind: RequestKind): boolean {
    return this.#ways.has(kindText(kind));
  }

  /** As rules would see it. */
  view(): View {
    const { absent } = this;
    return {
      ways: (kind) =>
        Array.from(this.#ways.get(kindText(kind)) ?? [], (way): Seen => {
          const [level, stage] = way.split(' ') as [AuditLevel, Stage];
          return { level, stage, absent };
        }).sort((a, b) => AUDIT_LEVELS.indexOf(b.level) - AUDIT_LEVELS.indexOf(a.level)),
    };
  }

  #countFields(record: AuditRecord): void {
    const user = record.field(USER);
    if (typeof user !== 'string' || user === '') return;
    this.#counts.user++;
    const account = user.startsWith('system:serviceaccount:');
    if (account) this.#counts.account++;
    for (const each of this.#missing) {
      if (each.of === 'account' && !account) continue;
      if (record.field(each.path) !== undefined) this.#missing.delete(each);
    }
  }

  #countBodies(record: AuditRecord): void {
    const { promised, requests, responses } = this.#bodies;
    if (requests + responses > 0 || promised >= Number.MAX_SAFE_INTEGER) return;
    if (record.field(VERB) !== 'create') return;
    this.#bodies.promised++;
    if (record.field(REQUEST) !== undefined) this.#bodies.requests++;
    if (record.field(RESPONSE) !== undefined) this.#bodies.responses++;
  }
}

/** Under which kinds of requests an event counts: its own, and custom resources as one. */
function keysOf(record: AuditRecord): string[] {
  const verb = short(record.field(VERB));
  const resource = short(record.field(RESOURCE));
  if (resource === '') return [kindText({ verb, path: pathOf(record) })];
  const target: Target = {
    group: short(record.field(GROUP)),
    resource,
    subresource: short(record.field(SUBRESOURCE)),
    namespaced: true,
  };
  const own = kindText({ verb, target, path: '' });
  if (BUILT_IN.has(own)) return [own];
  return [own, kindText({ verb, target: CUSTOM, path: '' })];
}

const PATHS = REQUEST_KINDS.flatMap(({ target, path }) => (target === undefined ? [path] : []));
const KNOWN_PATHS = [...new Set(PATHS)].sort((a, b) => b.length - a.length);

/** The path that stands for an event's: the longest that it begins with. */
function pathOf(record: AuditRecord): string {
  const uri = short(record.field(URI));
  return KNOWN_PATHS.find((path) => uri.startsWith(path)) ?? '/other';
}

function short(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, LONGEST) : '';
}
