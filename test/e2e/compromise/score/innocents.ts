import type { Report } from '../../../../src/investigate/report/index.ts';
import type { Innocent, Truth } from '../truth.ts';
import { type Section, section } from './section.ts';

/** How many of the innocent are left alone: who isn't is told with what is said of them. */
export function scoreInnocents(report: Report, truth: Truth): Section {
  const claims = truth.innocents.map((innocent) => {
    const accusations = accusationsOf(innocent, report, truth);
    const text = `${innocent.user} at ${innocent.from}: ${accusations.join('; ')}`;
    return { text, ok: accusations.length === 0 };
  });
  return section('innocents', [], claims);
}

function accusationsOf(innocent: Innocent, report: Report, truth: Truth): string[] {
  const { user, from, credentials } = innocent;
  const isSuspect = ({ whose }: { readonly whose: string }) => whose === 'suspect';
  const guilty = new Set(truth.credentials.map(({ id }) => id));
  const acts = [...report.timeline.steps, ...report.taken, ...report.leftBehind]
    .filter(isSuspect)
    .filter(({ proof }) =>
      proof.events.some((id) => {
        const event = report.evidence[id];
        return event?.sourceIP === from && (event.impersonator ?? event.user ?? '?') === user;
      }),
    )
    .map((one) => ('text' in one ? one.text : one.what));
  return [
    ...acts,
    ...report.origins
      .filter((origin) => isSuspect(origin) && origin.identity === user && origin.address === from)
      .map(({ why }) => why),
    ...report.credentials
      .filter((one) => isSuspect(one) && credentials.includes(one.id) && !guilty.has(one.id))
      .map(({ id }) => id),
    ...report.identities.nodes
      .filter(({ id, acted }) => acted && id === user && !truth.acted.includes(user))
      .map(() => 'acted'),
  ];
}
