import type { Report } from '../../../../src/investigate/report/index.ts';
import type { Taken, Truth } from '../truth.ts';
import { isCredential, isRightCredential } from './credentials.ts';
import { isLeft, isRightLeft } from './left.ts';
import { type Checked, type Section, section } from './section.ts';
import { isRightTaken, isTaken } from './taken.ts';

/** Whether all is on the list that has to be removed, rotated and revoked, and nothing else. */
export function scoreActions(report: Report, truth: Truth): Section {
  const { actions, leftBehind, taken, credentials } = report;
  const isAbout = (ids: readonly string[], ...kinds: string[]) =>
    actions.some(({ kind, about }) => kinds.includes(kind) && about.some((id) => ids.includes(id)));
  const truths: Checked[] = [
    ...truth.left.map((left) => ({
      text: `remove ${left.resource} ${left.name}`,
      ok: isAbout(
        idsOf(leftBehind, (claim) => isLeft(claim, left)),
        'remove',
        'review',
      ),
    })),
    ...truth.taken
      .filter((one) => one.kind === 'secret' && !one.may && !isOwn(one, truth))
      .map((one) => ({
        text: `rotate secrets ${one.namespace}/${one.name ?? '*'}`,
        ok: isAbout(
          idsOf(taken, (claim) => isTaken(claim, one)),
          'rotate',
        ),
      })),
    ...truth.credentials
      .filter(({ dead }) => !dead)
      .map((one) => ({
        text: `revoke ${one.kind} ${one.user}`,
        ok: isAbout(
          idsOf(credentials, (claim) => isCredential(claim, one)),
          'revoke',
          'contain',
        ),
      })),
  ];
  const wrong = new Set([
    ...idsOf(leftBehind, (claim) => claim.whose === 'suspect' && !isRightLeft(claim, truth)),
    ...idsOf(taken, (claim) => claim.whose === 'suspect' && !isRightTaken(claim, truth)),
    ...idsOf(credentials, (claim) => claim.whose === 'suspect' && !isRightCredential(claim, truth)),
  ]);
  const claims = actions.map(({ title, about }) => ({
    text: title,
    ok: !about.some((id) => wrong.has(id)),
  }));
  return section('actions', truths, claims);
}

/** A Secret that the attacker made is removed instead. */
function isOwn({ namespace, name }: Taken, { left }: Truth): boolean {
  const secrets = left.filter(({ resource }) => resource === 'secrets');
  return secrets.some((one) => one.namespace === namespace && one.name === name);
}

function idsOf<T extends { readonly id: string }>(
  list: readonly T[],
  fits: (one: T) => boolean,
): string[] {
  return list.filter(fits).map(({ id }) => id);
}
