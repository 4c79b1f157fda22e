import { investigate } from '../../src/investigate/investigate.ts';
import type { Report } from '../../src/investigate/report/index.ts';
import { readStart, type Start } from '../../src/investigate/starts.ts';
import type { Passes } from '../../src/investigate/trail/pass.ts';
import { createEngine, type Engine } from '../../src/pipeline/engine.ts';
import { formatTime } from '../../src/record/time.ts';
import type { JsonObject, Micros, Source } from '../../src/types.ts';

/** Who makes requests in a made-up log. */
export interface Who {
  readonly user: string;
  readonly ip: string;
  readonly agent: string;
  /** Credential id. */
  readonly id?: string;
  readonly pod?: string;
  readonly uid?: string;
  readonly node?: string;
  /** Name of the Secret of a legacy token. */
  readonly secret?: string;
}

const START: Micros = Date.parse('2026-11-20T10:00:00Z') * 1000;
const MINUTE: Micros = 60_000_000;

/** A ServiceAccount's workload in its pod, or with a token of another kind where `over` says so. */
export function account(name: string, over: Partial<Who> = {}): Who {
  const [namespace = '', own = ''] = name.split(':');
  const pod = `${own}-0`;
  return {
    user: `system:serviceaccount:${namespace}:${own}`,
    ip: '10.0.0.5',
    agent: `${own}/1.0`,
    id: `JTI=${own}-1`,
    pod,
    uid: `uid-of-${pod}`,
    node: 'worker-1',
    ...over,
  };
}

/** The same identity and credential somewhere else. */
export function elsewhere(who: Who, over: Partial<Who> = {}): Who {
  return { ...who, ip: '198.51.100.23', agent: 'curl/8.5', ...over };
}

/** A token of an account that is bound to nothing. */
export function loose(name: string, id: string, over: Partial<Who> = {}): Who {
  const { user, ip, agent } = account(name);
  return { user, ip, agent, id: `JTI=${id}`, ...over };
}

let made = 0;

/**
 * One event: `minutes` after ten o'clock, `VERB RESOURCE[/SUBRESOURCE] [NAMESPACE/[NAME]]` or `VERB RESOURCE =NAME`
 * without a namespace. `over`: further members of the event.
 */
export function event(minutes: number, who: Who, deed: string, over: JsonObject = {}): JsonObject {
  const [verb = '', kind = '', place = ''] = deed.split(' ');
  const [resource = '', subresource] = kind.split('/');
  const isCluster = place.startsWith('=');
  const [namespace, name] = isCluster ? [undefined, place.slice(1)] : place.split('/');
  const stageTimestamp = formatTime(START + minutes * MINUTE);
  const { annotations, responseStatus, ...others } = over;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `a-${made++}`,
    stage: 'ResponseComplete',
    requestURI: `/api/${kind}`,
    verb,
    ...(who.user !== '' && { user: userOf(who) }),
    sourceIPs: [who.ip],
    userAgent: who.agent,
    objectRef: {
      resource,
      ...(subresource !== undefined && { subresource }),
      ...(namespace !== undefined && namespace !== '' && { namespace }),
      ...(name !== undefined && name !== '' && { name }),
    },
    responseStatus: responseStatus ?? { code: 200 },
    stageTimestamp,
    annotations: {
      ...(who.secret !== undefined && {
        'authentication.k8s.io/legacy-token': who.user,
        'authentication.k8s.io/legacy-token-manual-secret': who.secret,
      }),
      ...(annotations as JsonObject | undefined),
    },
    ...others,
  };
}

function userOf(who: Who): JsonObject {
  const extra = {
    'credential-id': who.id,
    'pod-name': who.pod,
    'pod-uid': who.uid,
    'node-name': who.node,
  };
  const said = Object.entries(extra).filter(([, value]) => value !== undefined);
  return {
    username: who.user,
    ...(said.length > 0 && {
      extra: Object.fromEntries(
        said.map(([key, value]) => [`authentication.kubernetes.io/${key}`, [value as string]]),
      ),
    }),
  };
}

/** The same deed every so many minutes. */
export function every(
  [from, until, step]: readonly [number, number, number],
  who: Who,
  deed: string,
): JsonObject[] {
  const events: JsonObject[] = [];
  for (let minute = from; minute < until; minute += step) events.push(event(minute, who, deed));
  return events;
}

/** A TokenRequest, and the id of what it issued. */
export function mint(minutes: number, who: Who, place: string, id: string): JsonObject {
  return event(minutes, who, `create serviceaccounts/token ${place}`, {
    responseStatus: { code: 201 },
    annotations: { 'authentication.kubernetes.io/issued-credential-id': `JTI=${id}` },
  });
}

/** What an investigation may be told beside where it starts. */
export interface Asking {
  readonly depth?: number;
  readonly since?: Micros;
  readonly until?: Micros;
  readonly engine?: () => Promise<Engine>;
}

/** Follows a trail through events, which are put into the order of their times. */
export async function investigateEvents(
  events: readonly JsonObject[],
  starts: Partial<Record<Start['kind'], string>>,
  asking: Asking = {},
): Promise<Report> {
  const { depth = 4, engine = noRules } = asking;
  const { report } = await investigate({
    ...passesOver(events, asking),
    starts: startsOf(starts),
    depth,
    version: '0.0.0',
    engine,
  });
  return report;
}

/** Where a trail starts, as the command line is told it. */
export function startsOf(starts: Partial<Record<Start['kind'], string>>): Start[] {
  return Object.entries(starts).map(
    ([kind, value]) => readStart(kind as Start['kind'], value) as Start,
  );
}

/** Passes over events, which are put into the order of their times. */
export function passesOver(events: readonly JsonObject[], asking: Asking = {}): Passes {
  const time = (one: JsonObject) => one.stageTimestamp as string;
  const ordered = events.toSorted((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0));
  const { since = -Infinity, until = Infinity } = asking;
  return {
    sources: [sourceOf(ordered)],
    range: { since, until },
    maxRecordBytes: 1_048_576,
    dedupeEvents: 10_000,
    open: async () => ({}),
    complain() {},
    progress() {},
  };
}

function sourceOf(events: readonly JsonObject[]): Source {
  const bytes = Buffer.from(events.map((one) => `${JSON.stringify(one)}\n`).join(''));
  return {
    name: 'made up',
    size: bytes.length,
    async *open() {
      yield { kind: 'bytes', origin: '-', bytes, read: bytes.length };
      yield { kind: 'end', origin: '-' };
    },
  };
}

async function noRules(): Promise<Engine> {
  return createEngine({
    rules: { detections: [], correlations: [], baselines: [] },
    detectors: [],
    lateness: 0,
    pending: 100,
    fold: 3_600_000_000,
    raises: () => false,
  });
}

/** Suspect places as `NAMESPACE:NAME ADDRESS PROGRAM CONFIDENCE-OF-CREDENTIAL`. */
export function suspects(report: Report): string[] {
  return report.origins
    .filter(({ whose }) => whose === 'suspect')
    .map(({ identity, address, program }) => `${short(identity)} ${address} ${program}`)
    .sort();
}

/** Links as `FROM LINK TO (CONFIDENCE)`. */
export function links(report: Report): string[] {
  return report.identities.edges
    .map(({ from, to, link, confidence }) => `${short(from)} ${link} ${short(to)} (${confidence})`)
    .sort();
}

function short(user: string): string {
  return user.replace('system:serviceaccount:', '');
}
