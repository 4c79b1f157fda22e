import type { Report } from '../../../../src/investigate/report/index.ts';
import type { Truth } from '../truth.ts';
import { callerOf } from './attack.ts';
import { type Section, section } from './section.ts';

/** From where the attacker came, and that nobody else's place is taken for its. */
export function scoreOrigins(report: Report, truth: Truth): Section {
  const suspect = report.origins.filter(({ whose }) => whose === 'suspect');
  const places = new Map(
    truth.steps
      .filter(({ user }) => user !== null)
      .map((step) => [`${callerOf(step)}@${step.from}`, step]),
  );
  const truths = [...places].map(([text, step]) => ({
    text,
    ok: suspect.some(
      ({ identity, address }) => identity === callerOf(step) && address === step.from,
    ),
  }));
  const claims = suspect.map(({ identity, address, why }) => ({
    text: `${identity}@${address}: ${why}`,
    ok: places.has(`${identity}@${address}`) || isNobody(identity, address, truth),
  }));
  return section('origins', truths, claims);
}

function isNobody(identity: string, address: string | null, truth: Truth): boolean {
  return identity === '?' && truth.addresses.includes(address ?? '');
}
