import { fieldPath } from '../record/field-path.ts';
import type {
  AuditRecord,
  Detector,
  FieldPath,
  Finding,
  Json,
  Memory,
  Micros,
  RuleInfo,
} from '../types.ts';
import { LEASES_MISSING, LOG_GAP } from './audit-log-gap-rules.ts';
import { Pulse, type PulseState } from './pulse.ts';

/** What a site may set. */
export interface AuditLogGapOptions {
  /** How long a silence must be, in microseconds. */
  readonly gap: Micros;
  /** For how long something must have come steadily before its silence says anything. */
  readonly learning: Micros;
}

const MINUTE: Micros = 60_000_000;

const DEFAULTS: AuditLogGapOptions = { gap: 5 * MINUTE, learning: 60 * MINUTE };

/** What comes steadily has no pause longer than this part of a gap. */
const STEADY = 1 / 10;

/** So many events must follow a silence: a stray from the future has none after it. */
const FOLLOWING = 10;

/** What is looked at: nodes' leases, and what else goes on. */
export type Beat = 'lease' | 'other';

const PATHS = {
  user: fieldPath('user.username'),
  resource: fieldPath('objectRef.resource'),
} as const;

const READS: readonly FieldPath[] = Object.values(PATHS);

/**
 * Leases, which every cluster renews all the time, and requests of ServiceAccounts, which other rules have
 * taken anyway: to look at every event would keep twice as many waiting, and to tell them apart by more
 * than two fields would make answers for too many combinations of values. Nodes have no leases but their own.
 */
function take(record: AuditRecord): Beat | undefined {
  const user = record.field(PATHS.user);
  const isLease = record.field(PATHS.resource) === 'leases';
  if (typeof user !== 'string') return isLease ? 'other' : undefined;
  if (isLease) return user.startsWith('system:node:') ? 'lease' : 'other';
  return user.startsWith('system:serviceaccount:') ? 'other' : undefined;
}

const NOTHING: readonly Finding[] = [];

/** A silence that events have begun to follow. */
type Silence = readonly [from: Micros, to: Micros, following: number];

type State = readonly [
  all: PulseState,
  leases: PulseState,
  others: number,
  silence: Silence | null,
];

/**
 * Finds silences in a log that is never silent, in event time: of everything that it looks at, once the
 * log goes on, and of the nodes' leases while other events go on. A log that has pauses anyway is left
 * alone: for the learning period there must have been none longer than a tenth of a gap.
 */
export function createAuditLogGap(options: Partial<AuditLogGapOptions> = {}): Detector<Beat> {
  const settings = { ...DEFAULTS, ...options };
  const listener = new Listener(settings);
  return {
    rules: [LOG_GAP, LEASES_MISSING],
    take,
    reads: () => READS,
    observe: (beat, { time }) => listener.hear(beat, time),
    evicted: 0,
    durable: {
      name: LOG_GAP.name,
      pack: (beat) => beat,
      unpack: (packed) => packed as Beat,
      memories: [
        memoryOf(listener, `${LOG_GAP.name}/${String(settings.gap)}/${String(settings.learning)}`),
      ],
    },
  };
}

/** Hears events in the order of their time. */
class Listener {
  readonly #gap: Micros;
  readonly #learning: Micros;
  #all: Pulse;
  #leases: Pulse;
  /** Events since the last lease. */
  #others = 0;
  #silence: Silence | undefined;

  constructor({ gap, learning }: AuditLogGapOptions) {
    this.#gap = gap;
    this.#learning = learning;
    this.#all = new Pulse(gap * STEADY);
    this.#leases = new Pulse(gap * STEADY);
  }

  /** All it knows. */
  get state(): State {
    return [this.#all.state, this.#leases.state, this.#others, this.#silence ?? null];
  }

  set state([all, leases, others, silence]: State) {
    this.#all = new Pulse(this.#gap * STEADY, all);
    this.#leases = new Pulse(this.#gap * STEADY, leases);
    this.#others = others;
    this.#silence = silence ?? undefined;
  }

  hear(beat: Beat, time: Micros): readonly Finding[] {
    // What comes late says nothing of what is later.
    if (time < this.#all.last) return NOTHING;
    if (this.#all.silence(time) >= this.#gap) this.#noteSilence(time);
    this.#all.beat(time);
    const gap = this.#silence === undefined ? undefined : this.#follow(time, this.#silence);
    if (beat === 'lease') {
      this.#leases.beat(time);
      this.#others = 0;
      return gap ?? NOTHING;
    }
    this.#others++;
    return gap ?? this.#missing(time) ?? NOTHING;
  }

  /** A silence ends. */
  #noteSilence(time: Micros): void {
    const from = this.#silence?.[0] ?? (this.#isUnusual(this.#all, time) ? this.#all.last : -1);
    this.#silence = from < 0 ? undefined : [from, time, 0];
    // Its leases were silent with all the rest.
    this.#leases.reset();
  }

  /** One more event follows a silence. */
  #follow(time: Micros, [from, to, following]: Silence): readonly Finding[] | undefined {
    const isEnough = following + 1 >= FOLLOWING;
    this.#silence = isEnough ? undefined : [from, to, following + 1];
    return isEnough ? [findingOf(LOG_GAP, time, { from, to, what: 'nothing' })] : undefined;
  }

  #missing(time: Micros): readonly Finding[] | undefined {
    if (this.#others < FOLLOWING || !this.#isUnusual(this.#leases, time)) return undefined;
    const from = this.#leases.last;
    // Once, until they have come back for long enough.
    this.#leases.reset();
    return [findingOf(LEASES_MISSING, time, { from, to: time, what: 'none' })];
  }

  #isUnusual(pulse: Pulse, time: Micros): boolean {
    return pulse.silence(time) >= this.#gap && pulse.steadyFor >= this.#learning;
  }
}

/** The listener's memory: one entry. */
function memoryOf(listener: Listener, owner: string): Memory {
  let stored = '';
  return {
    owner,
    changes() {
      const text = JSON.stringify(listener.state);
      if (text === stored) return [];
      stored = text;
      return [{ key: '', value: JSON.parse(text) as Json }];
    },
    restore([entry]) {
      if (entry === undefined) return;
      listener.state = entry.value as unknown as State;
      stored = JSON.stringify(listener.state);
    },
  };
}

/** A finding that spans users, so that it shows no event. */
function findingOf(
  rule: RuleInfo,
  time: Micros,
  { from, to, what }: { readonly from: Micros; readonly to: Micros; readonly what: string },
): Finding {
  return {
    rule,
    time,
    key: [],
    count: 1,
    firstSeen: from,
    lastSeen: to,
    witnesses: [],
    measured: `${what} for ${span(to - from)}`,
  };
}

function span(length: Micros): string {
  const minutes = Math.floor(length / MINUTE);
  if (minutes < 120) return `${minutes}m`;
  return minutes < 2880 ? `${Math.floor(minutes / 60)}h` : `${Math.floor(minutes / 1440)}d`;
}
