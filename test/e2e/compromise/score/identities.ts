import type { IdentityEdge } from '../../../../src/investigate/report/identity.ts';
import type { Report } from '../../../../src/investigate/report/index.ts';
import type { Truth } from '../truth.ts';
import { attackOf, callerOf } from './attack.ts';
import { type Section, section } from './section.ts';

/** As whom the attacker acted, and whom else it got at. */
export function scoreIdentities(report: Report, truth: Truth): Section {
  const { nodes } = report.identities;
  const truths = truth.acted.map((user) => ({
    text: user,
    ok: nodes.some(({ id, acted }) => id === user && acted),
  }));
  const nobody = truth.steps.some(({ user }) => user === null) ? ['?'] : [];
  const actors = new Set([...truth.acted, ...nobody]);
  const reached = new Set(truth.links.flatMap(({ from, to }) => [from, to]));
  const claims = nodes.map(({ id, acted, subject }) => ({
    text: acted ? `${id} acted` : id,
    ok: acted ? actors.has(id) : subject || actors.has(id) || reached.has(nameOf(id)),
  }));
  return section('identities', truths, claims);
}

/** How it got from one to the next. */
export function scoreLinks(report: Report, truth: Truth): Section {
  const attack = attackOf(report, truth, { context: true });
  const { edges } = report.identities;
  const truths = truth.links
    .filter(({ may }) => !may)
    .map(({ from, to, link }) => ({
      text: `${from} → ${to}: ${link}`,
      ok: edges.some((edge) => edge.from === from && edge.to === to && edge.link === link),
    }));
  const claims = edges.map((edge) => {
    const strangers = attack.strangers(edge.proof);
    return {
      text: `${edge.from} → ${edge.to}: ${edge.link} [${strangers.join('; ')}]`,
      ok: isRightLink(edge, truth) && strangers.length === 0,
    };
  });
  return section('links', truths, claims);
}

function isRightLink({ from, to, link }: IdentityEdge, truth: Truth): boolean {
  if (link === 'same origin') {
    const placesOf = (id: string) =>
      truth.steps.filter((step) => callerOf(step) === id).map((step) => step.from);
    return placesOf(from).some((place) => placesOf(to).includes(place));
  }
  return truth.links.some((one) => one.from === from && one.to === nameOf(to) && one.link === link);
}

/** A group's name, whatever says that it is one. */
function nameOf(id: string): string {
  return id.replace(/^group[: ]/, '');
}
