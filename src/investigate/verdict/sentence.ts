import { quoted } from '../../text/request.ts';
import type { Verdict } from '../report/verdict.ts';
import { actorOf, capital, counted, joined, listed } from '../words.ts';
import { actedAs, type Case, type Known } from './reason.ts';

/** The answer in one sentence: who did what with it, since when and from where. */
export function sentenceOf(verdict: Verdict['verdict'], known: Case): string {
  if (known.read === 'nothing') return 'No event was read: that says nothing of what was asked.';
  if (!known.subject.found) {
    const log = known.read === 'part' ? 'what could be read of this log' : 'this log';
    return `No event in ${log} fits what was asked.`;
  }
  const who = whoOf(known);
  const where = placesOf(known);
  const done = doneOf(known);
  const deeds = `${capital(who)}${where} ${joined(done)}`;
  // Where no deed is named, the reasons tell what it is.
  const whatever = `What was done as ${who}${where}`;
  switch (verdict) {
    case 'compromised': {
      const were = known.subject.identities.length > 1 ? 'were' : 'was';
      const what = done.length === 0 ? '' : `, who ${joined(done)}`;
      return `${capital(who)} ${were} used by somebody else${where}${what}.${stillThere(known)}`;
    }
    case 'suspicious':
      return done.length === 0
        ? `${whatever} asks for an explanation.${stillThere(known)}`
        : `${deeds}: that asks for an explanation.${stillThere(known)}`;
    case 'unusual':
      return `${done.length === 0 ? `${whatever} is` : `${deeds}: that is`} worth a look.`;
    case 'nothing found':
      return `Nothing in this log speaks against ${who}.`;
  }
}

/** Of whom the report tells. */
function whoOf({ subject }: Known): string {
  const [first, ...others] = subject.identities;
  if (first === undefined) return 'what was asked for';
  const more =
    others.length === 0
      ? ''
      : ` and ${counted(others.length, 'other identity', 'other identities')}`;
  return `${actorOf(first)}${more}`;
}

/** ` from 203.0.113.7 since 2026-11-20 12:41:10`: where those were used that the report tells of, and nobody else. */
function placesOf({ origins, subject }: Known): string {
  const suspect = origins.filter(
    ({ whose, identity }) => whose === 'suspect' && subject.identities.includes(identity),
  );
  const addresses = [...new Set(suspect.flatMap(({ address }) => address ?? []))];
  const [since] = suspect.map(({ firstUse }) => firstUse).sort();
  const from = addresses.length === 0 ? '' : ` from ${listed(addresses, 0, 2)}`;
  return since === undefined ? from : `${from} since ${since.slice(0, 19).replace('T', ' ')}`;
}

/** What was done, as past-tense clauses, the worst first. */
function doneOf(known: Known): string[] {
  const { taken, leftBehind, subject, timeline } = known;
  const stolen = taken.filter(({ whose }) => whose === 'suspect');
  const secrets = stolen.filter(({ kind }) => kind === 'secret');
  const rights = leftBehind.find(({ whose, danger }) => whose === 'suspect' && danger === 'rights');
  const minted = stolen.filter(({ kind }) => kind === 'token').length;
  const entered = stolen.filter(({ kind }) => kind === 'exec').length;
  const others = [...actedAs(known)].filter((id) => !subject.identities.includes(id)).length;
  const refused = timeline.steps.filter(
    ({ whose, outcome }) => whose === 'suspect' && outcome === 'denied',
  ).length;
  return [
    ...(secrets.length === 0 ? [] : [secretsOf(secrets)]),
    ...(minted === 0 ? [] : [`was issued ${counted(minted, 'token')}`]),
    ...(entered === 0 ? [] : [`entered ${counted(entered, 'pod or node', 'pods or nodes')}`]),
    ...(others === 0 ? [] : [`acted as ${counted(others, 'other identity', 'other identities')}`]),
    ...(rights === undefined ? [] : [`wrote rights (${rights.what})`]),
    ...(refused === 0 ? [] : [`was refused ${counted(refused, 'kind')} of requests`]),
  ];
}

function secretsOf(secrets: Known['taken']): string {
  if (secrets.some(({ scope }) => scope === 'cluster')) return 'read all Secrets of the cluster';
  const wide = secrets.filter(({ scope }) => scope !== 'object');
  if (wide.length === 0) return `read ${counted(secrets.length, 'Secret')}`;
  const [namespace] = wide.flatMap(({ object }) => object.namespace ?? []);
  const more = wide.length > 1 ? ' and of other namespaces' : '';
  return `read the Secrets of namespace ${quoted(namespace ?? '?')}${more}`;
}

function stillThere({ leftBehind }: Known): string {
  const there = leftBehind.filter(
    ({ whose, state }) => whose === 'suspect' && state !== 'deleted',
  ).length;
  if (there === 0) return '';
  return ` ${counted(there, 'object')} that it made or changed ${there === 1 ? 'is' : 'are'} still there, as far as the log tells.`;
}
