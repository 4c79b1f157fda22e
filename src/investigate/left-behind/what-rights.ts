import { at, listOf, objectOf, textOf, textsOf } from '../../record/derived/json.ts';
import { fieldPath } from '../../record/field-path.ts';
import { quoted } from '../../text/request.ts';
import type { Act } from '../act.ts';
import { recordOf } from '../record-of.ts';
import { actorOf, listed } from '../words.ts';
import type { What } from './what.ts';

/** What roles and bindings do. */

const GRANTS = fieldPath('satrap.grants');
const USERS = fieldPath('satrap.subjects.users');
const GROUPS = fieldPath('satrap.subjects.groups');

const MOST_BENEFICIARIES = 50;
const NAMED = 5;

/** Grants that lead to all others, first in a clause. */
const STRONG =
  /^(?:\* |escalate |bind |impersonate )|^\w+ \*|secrets|serviceaccounts\/token|pods\/exec|nodes\/proxy|webhookconfigurations|certificatesigningrequests\/approval/;

/** `grants * *.*`. */
export function role(act: Act): string {
  const { object } = act;
  if (object === undefined) return 'grants rights; body not logged';
  const grants = textsOf(recordOf(act).field(GRANTS));
  const added = aggregatedInto(act);
  if (grants.length === 0) {
    const rules = listOf(at(objectOf(at(object, 'aggregationRule')), 'clusterRoleSelectors'));
    if (rules.length > 0) return 'grants what the ClusterRoles grant that its labels select';
    return added === '' ? 'grants nothing that was logged' : added;
  }
  const ordered = [
    ...grants.filter((one) => STRONG.test(one)),
    ...grants.filter((one) => !STRONG.test(one)),
  ];
  return `grants ${listed(ordered, 0, NAMED)}${added === '' ? '' : `; ${added}`}`;
}

const AGGREGATE = /^rbac\.authorization\.k8s\.io\/aggregate-to-(.+)$/;

function aggregatedInto({ object }: Act): string {
  const labels = objectOf(at(objectOf(at(object, 'metadata')), 'labels')) ?? {};
  const roles = Object.keys(labels).flatMap((key) => AGGREGATE.exec(key)?.[1] ?? []);
  return roles.length === 0 ? '' : `is added to ClusterRole ${listed(roles)}`;
}

/** `binds ClusterRole cluster-admin to ServiceAccount tools/default in namespace prod`. */
export function binding(act: Act): What {
  const { object, evidence } = act;
  if (object === undefined) return { what: 'binds a role; body not logged', beneficiaries: [] };
  const record = recordOf(act);
  const users = textsOf(record.field(USERS));
  const groups = textsOf(record.field(GROUPS));
  const ref = objectOf(at(object, 'roleRef'));
  const roleName = textOf(at(ref, 'name'));
  const kind = at(ref, 'kind') === 'Role' ? 'Role' : 'ClusterRole';
  const bound =
    roleName === undefined ? 'a role that was not logged' : `${kind} ${quoted(roleName)}`;
  const all = [...users.map(actorOf), ...groups.map((group) => `group ${quoted(group)}`)];
  const to = all.length === 0 ? 'subjects that were not logged' : severalOf(all);
  const { namespace, resource } = evidence;
  const where =
    resource === 'rolebindings' && namespace !== null ? ` in namespace ${quoted(namespace)}` : '';
  return {
    what: `binds ${bound} to ${to}${where}`,
    beneficiaries: [...new Set([...users, ...groups])].slice(0, MOST_BENEFICIARIES),
  };
}

/** Like `listed`, of what is quoted already. */
function severalOf(clauses: readonly string[]): string {
  const shown = clauses.slice(0, NAMED);
  const left = clauses.length - shown.length;
  return `${shown.join(', ')}${left > 0 ? ` and ${left.toLocaleString('en-US')} more` : ''}`;
}
