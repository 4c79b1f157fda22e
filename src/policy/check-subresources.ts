import { API_RESOURCES } from '../needs/api-resources.ts';
import { kindText, REQUEST_KINDS, type RequestKind } from '../needs/request-kinds.ts';
import type { Doubt } from './doubt.ts';
import { fitsKind } from './evaluate.ts';
import type { PolicyRule } from './policy.ts';
import type { PolicyFile } from './read.ts';
import { usually } from './view.ts';

/** Subresources whose use is as telling as their parent's; states and scales aren't. */
const TELLING = new Set(
  'attach binding ephemeralcontainers eviction exec portforward proxy token approval finalize resize'.split(
    ' ',
  ),
);

/** Doubts about rules that name a resource and thereby not what is below it, which nothing else logs. */
export function checkSubresources({ policy }: PolicyFile): readonly Doubt[] {
  return policy.rules.flatMap((rule, place): Doubt[] => {
    if (rule.level === 'None') return [];
    const missed = API_RESOURCES.filter(({ group, resource }) =>
      names(rule, group, resource),
    ).flatMap(({ group, resource }) =>
      kindsBelow(group, resource).filter((kind) => usually(policy, kind).level === 'None'),
    );
    if (missed.length === 0) return [];
    const below = [...new Set(missed.map((kind) => kindText(kind).replace(/^\S+ /, '')))];
    return [
      {
        rule: place,
        message: `a resource doesn't mean what is below it, and no rule logs ${below.join(', ')}: name them as well`,
      },
    ];
  });
}

function names(rule: PolicyRule, group: string, resource: string): boolean {
  return rule.resources.some(
    (one) =>
      (one.group === group || one.group === '*') &&
      one.resources.includes(resource) &&
      !one.resources.some(
        (written) => written.includes('/') && fitsKind(written, { resource, subresource: 'any' }),
      ),
  );
}

function kindsBelow(group: string, resource: string): readonly RequestKind[] {
  return REQUEST_KINDS.filter(
    ({ target }) =>
      target?.group === group && target.resource === resource && TELLING.has(target.subresource),
  );
}
