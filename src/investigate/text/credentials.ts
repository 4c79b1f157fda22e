import { quoted } from '../../text/request.ts';
import type { Credential } from '../report/credential.ts';
import type { Report } from '../report/index.ts';
import { heading, more, named, often, proven, type Telling, unlessCertain } from './telling.ts';

const SHOWN = 6;

/** The credentials of whoever is on the trail; the workload's own only where all is asked for. */
export function tellCredentials(t: Telling, report: Report): string[] {
  const { credentials } = report;
  if (credentials.length === 0) return [];
  const suspect = credentials.filter(({ whose }) => whose === 'suspect');
  const own = credentials.length - suspect.length;
  const shown = t.all ? credentials : suspect.slice(0, SHOWN);
  return [
    ...heading(t, 'Credentials'),
    ...shown.flatMap((credential) => tellCredential(t, report, credential)),
    ...more(t, 2, suspect.length - Math.min(suspect.length, t.all ? Infinity : SHOWN)),
    ...more(t, 2, t.all ? 0 : own, ' that only their own workload used'),
  ];
}

function tellCredential(t: Telling, report: Report, credential: Credential): string[] {
  const { id, identity, whose, confidence, requests, firstUse, lastUse, siblings } = credential;
  const origins = credential.origins.length > 1 ? `, from ${credential.origins.length} places` : '';
  const used =
    firstUse === null
      ? 'never used in this log'
      : `used ${often(requests)}, ${t.span(firstUse, lastUse)}${origins}`;
  const rotation =
    siblings.length === 0
      ? []
      : t.line(4, `one of ${siblings.length + 1} by rotation, which are one actor's`, 'dim');
  return [
    ...t.line(2, `${quoted(id, 140)}${whose === 'own' ? ' (own)' : ''}`, 'bold'),
    ...t.line(4, `${named(identity)}: ${kindOf(credential)}`),
    ...t.line(4, `${used}${unlessCertain(confidence)}`),
    ...tellIssue(t, report, credential),
    ...tellEnd(t, report, credential),
    ...rotation,
  ];
}

function kindOf({ kind, pod, node, secret, issued }: Credential): string {
  const at = node === null ? '' : ` on node ${quoted(node, 80)}`;
  const of = (one: { namespace: string; name: string }) =>
    quoted(`${one.namespace}/${one.name}`, 160);
  switch (kind) {
    case 'bound': {
      const to = issued?.boundTo;
      if (pod !== null) return `token bound to pod ${of(pod)}${at}`;
      if (secret !== null) return `token bound to Secret ${of(secret)}`;
      return to == null ? `bound token${at}` : `token bound to ${quoted(`${to.kind} ${to.name}`)}`;
    }
    case 'unbound':
      return 'token bound to nothing: valid until it expires';
    case 'legacy':
      return `legacy token${secret === null ? '' : ` of Secret ${of(secret)}`}: never expires`;
    case 'certificate':
      return "client certificate: can't be revoked";
    case 'unknown':
      return `credential that the log has no id of${pod === null ? '' : `, of pod ${of(pod)}`}${at}`;
  }
}

function tellIssue(t: Telling, report: Report, { issued }: Credential): string[] {
  if (issued === null) return t.line(4, 'its issue is not in this log', 'dim');
  const { time, by, expires, expirationSeconds, audiences, proof } = issued;
  const lasts = expirationSeconds === null ? '' : `, for ${duration(expirationSeconds)}`;
  const ends = expires === null ? lasts : `, expires ${t.clock(expires)}`;
  const to =
    audiences === null || audiences.length === 0
      ? ''
      : `, for ${audiences.map((audience) => quoted(audience, 80)).join(' and ')}`;
  return [
    ...t.line(4, `issued ${t.clock(time)}, asked for by ${t.who(by)}${ends}${to}`),
    ...proven(t, report, 6, proof),
  ];
}

const ENDED = {
  pod: 'its pod was deleted',
  secret: 'its Secret was deleted',
  serviceaccount: 'its ServiceAccount was deleted',
  expiry: 'it expired',
} as const;

function tellEnd(t: Telling, report: Report, credential: Credential): string[] {
  const { ended, usedAfterEnd, refused } = credential;
  const lines: string[] = [];
  if (ended !== null) {
    const who = `by ${t.who(ended.by)}${unlessCertain(ended.confidence)}`;
    const end = `${ENDED[ended.what]} ${t.clock(ended.time)} ${who}`;
    lines.push(...t.line(4, end, 'green'), ...proven(t, report, 6, ended.proof));
  }
  if (usedAfterEnd !== null) {
    const { what, ended: end, firstUse, proof } = usedAfterEnd;
    const after = ended?.what === what ? '' : `, after ${ENDED[what]} ${t.clock(end)}`;
    lines.push(
      ...t.line(4, `still accepted ${t.clock(firstUse)}${after}`, 'red'),
      ...proven(t, report, 6, proof),
    );
  }
  if (refused !== null) {
    const { count, first, last, confidence, proof } = refused;
    const times = `${often(count)} (401), ${t.span(first, last)}`;
    lines.push(
      ...t.line(4, `refused ${times}${unlessCertain(confidence)}`),
      ...proven(t, report, 6, proof),
    );
  }
  return lines;
}

/** `1h`, `1h 7s`, `30d`. */
function duration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor((seconds % 86_400) / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'm'],
    [seconds % 60, 's'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return shown.length === 0 ? '0s' : shown.join(' ');
}
