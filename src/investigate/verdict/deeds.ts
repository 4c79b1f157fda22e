import { quoted, singular } from '../../text/request.ts';
import { surest } from '../confidence.ts';
import { isGreat, leadsOut } from '../left-behind/grave.ts';
import { proofOf } from '../proofs.ts';
import type { Confidence } from '../report/common.ts';
import type { LeftBehind } from '../report/left-behind.ts';
import type { Phase, Step } from '../report/timeline.ts';
import { counted, joined, listed } from '../words.ts';
import { actedAs, type Known, type Reason, type Weight } from './reason.ts';

/** What was done that wants an explanation. */

/** All reasons of this kind. */
export function deeds(known: Known): Reason[] {
  return [
    ...alerts(known),
    ...secrets(known),
    ...tokens(known),
    ...left(known),
    ...reached(known),
    ...phases(known),
    ...refused(known),
  ];
}

function deed(
  text: string,
  weight: Weight,
  all: readonly { readonly confidence?: Confidence; readonly proof: Reason['proof'] }[],
): Reason[] {
  const proof = proofOf(all.map((one) => one.proof));
  if (proof === null) return [];
  const confidence = surest(all.map((one) => one.confidence ?? 'certain'));
  return [{ says: 'deed', text, weight, confidence, proof }];
}

function alerts({ timeline }: Known): Reason[] {
  return (['critical', 'high'] as const).flatMap((level) => {
    const ids = new Set(timeline.alerts.filter((one) => one.level === level).map(({ id }) => id));
    const titles = new Set(
      timeline.alerts.filter(({ id }) => ids.has(id)).map(({ title }) => title),
    );
    const steps = suspect(timeline.steps).filter((step) => step.alerts.some((id) => ids.has(id)));
    const noun = counted(ids.size, `${level} alert`);
    return deed(`${noun}: ${listed([...titles])}`, level === 'critical' ? 3 : 2, steps);
  });
}

const MANY = 10;

function secrets({ taken }: Known): Reason[] {
  const read = taken.filter(({ kind, whose }) => kind === 'secret' && whose === 'suspect');
  const all = read.filter(({ scope }) => scope === 'cluster');
  const wide = read.filter(({ scope }) => scope === 'namespace' || scope === 'selection');
  if (all.length > 0) return deed('it read all Secrets of the cluster', 3, all);
  if (wide.length > 0) {
    const namespaces = new Set(wide.map(({ object }) => object.namespace));
    return deed(`it listed the Secrets of ${counted(namespaces.size, 'namespace')}`, 2, wide);
  }
  return deed(
    `it read ${counted(read.length, 'Secret')} by name`,
    read.length >= MANY ? 2 : 1,
    read,
  );
}

function tokens({ taken }: Known): Reason[] {
  const of = (...kinds: string[]) =>
    taken.filter(({ kind, whose }) => whose === 'suspect' && kinds.includes(kind));
  const minted = of('token');
  const entered = of('exec');
  const accounts = new Set(minted.map(({ serviceAccount }) => serviceAccount));
  return [
    ...deed(`it was issued tokens of ${counted(accounts.size, 'ServiceAccount')}`, 2, minted),
    ...deed(`it entered ${counted(entered.length, 'pod or node', 'pods or nodes')}`, 2, entered),
  ];
}

const DANGERS: Readonly<Record<LeftBehind['danger'], string>> = {
  rights: 'it wrote rights',
  credential: 'it made or changed what gives credentials',
  code: 'it made or changed what runs',
  interception: 'it put something in the way of requests',
  other: 'it made or changed other objects',
};

function left({ leftBehind }: Known): Reason[] {
  const own = leftBehind.filter(({ whose }) => whose === 'suspect');
  return (Object.keys(DANGERS) as LeftBehind['danger'][]).flatMap((danger) => {
    const all = own.filter((one) => one.danger === danger);
    const worst = all.find((one) => weightOf(one) === 3) ?? all[0];
    if (worst === undefined) return [];
    const more = all.length > 1 ? ` and ${(all.length - 1).toLocaleString('en-US')} more` : '';
    return deed(`${DANGERS[danger]}: ${nameOf(worst)} ${worst.what}${more}`, weightOf(worst), all);
  });
}

function nameOf({ object }: LeftBehind): string {
  const { resource, namespace, name } = object;
  const noun = singular(quoted(resource));
  if (name === null) return `a ${noun}`;
  return `${noun} ${quoted(namespace === null ? name : `${namespace}/${name}`, 320)}`;
}

function weightOf({ danger, what, beneficiaries }: LeftBehind): Weight {
  if (danger === 'other') return 1;
  if (danger === 'rights') return isGreat(what) ? 3 : 2;
  if (danger === 'code') return leadsOut(what) ? 3 : 2;
  return danger === 'interception' || beneficiaries.includes('system:masters') ? 3 : 2;
}

function reached(known: Known): Reason[] {
  const { identities, subject } = known;
  const acted = actedAs(known);
  const edges = identities.edges.filter(
    ({ to }) => acted.has(to) && !subject.identities.includes(to),
  );
  const others = new Set(edges.map(({ to }) => to));
  const links = joined([...new Set(edges.map(({ link }) => link))]);
  const who = counted(others.size, 'other identity', 'other identities');
  const them = others.size === 1 ? 'it' : 'them';
  return deed(`it reached ${who} and acted as ${them}: ${links}`, 3, edges);
}

const PHASES: readonly (readonly [Phase, string, Weight])[] = [
  ['escalation', 'it took rights', 2],
  ['evasion', 'it removed traces or defences', 3],
  ['impact', 'it deleted or stopped what others need', 2],
  ['recon', 'it looked around', 1],
];

function phases({ timeline }: Known): Reason[] {
  return PHASES.flatMap(([phase, text, weight]) => {
    const steps = suspect(timeline.steps).filter(
      (step) => step.phase === phase && step.outcome === 'allowed',
    );
    const count = counted(sum(steps), 'request');
    return deed(`${text}, in ${count}`, weight, steps);
  });
}

function refused({ timeline }: Known): Reason[] {
  const steps = suspect(timeline.steps).filter(({ outcome }) => outcome === 'denied');
  const grave = steps.some(({ phase }) => phase === 'escalation' || phase === 'persistence');
  return deed(`it was refused ${counted(sum(steps), 'request')}`, grave ? 2 : 1, steps);
}

function suspect(steps: readonly Step[]): readonly Step[] {
  return steps.filter(({ whose }) => whose === 'suspect');
}

function sum(steps: readonly Step[]): number {
  return steps.reduce((total, { count }) => total + count, 0);
}
