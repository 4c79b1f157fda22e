import { identityOf, shortNameOf, titleOf } from './identity.ts';
import type { RolesReport } from './role-report.ts';
import { counted, minute, some } from './wording.ts';

/** What stands above the roles of an account: what they rest on, and what they leave out. */
export function roleHeading(report: RolesReport, addresses: readonly string[] = []): string[] {
  const { user, allowed, refused, inItsName, byDefault, notes, roles } = report;
  const span =
    allowed.first === null ? '' : `, ${minute(allowed.first)} to ${minute(allowed.last)} UTC`;
  const title = titleOf(identityOf(user));
  return [
    roles.length === 0
      ? `${title} was allowed nothing in these logs that not everybody may do.`
      : `What ${title} was seen to do and was allowed: ${counted(allowed.count, 'request')}${span}.`,
    ...(roles.length === 0
      ? []
      : ['What it does less often than these logs reach back is not in it: review, then apply.']),
    ...(addresses.length === 0 ? [] : [`It came from ${some(addresses, 5)}.`]),
    ...(refused.count > 0
      ? [`Left out: ${counted(refused.count, 'request')} that it was refused.`]
      : []),
    ...byDefault.map(
      ({ name, count }) =>
        `Left out: ${counted(count, 'request')} that ClusterRole ${name} allows everybody.`,
    ),
    ...inItsName.map(
      ({ name, count }) =>
        `${counted(count, 'request')} of these by ${shortNameOf(name)}, in its name; --no-impersonated leaves them out.`,
    ),
    ...notes,
  ];
}
