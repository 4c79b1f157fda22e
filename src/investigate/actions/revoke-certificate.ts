import { quoted } from '../../text/request.ts';
import type { Known } from '../verdict/reason.ts';
import { type Draft, draft } from './draft.ts';
import { line } from './kubectl.ts';
import { quote } from './quote.ts';

/** A user, or a group, that a certificate stands for. */
interface Bearer {
  readonly user: string;
  readonly groups: Set<string>;
  readonly about: Set<string>;
}

const MASTERS = 'system:masters';

/** Certificates can't be revoked: what remains is to take away what their users may do. */
export function certificates(known: Known): Draft[] {
  const bearers = new Map<string, Bearer>();
  const at = (user: string) => {
    const bearer = bearers.get(user) ?? { user, groups: new Set(), about: new Set() };
    bearers.set(user, bearer);
    return bearer;
  };
  for (const { kind, whose, identity, id } of known.credentials) {
    if (kind === 'certificate' && whose === 'suspect') at(identity).about.add(id);
  }
  // A request that was deleted again leaves its certificate valid.
  for (const { object, whose, beneficiaries, id } of known.leftBehind) {
    const [user, ...groups] = beneficiaries;
    if (object.resource !== 'certificatesigningrequests' || whose !== 'suspect') continue;
    if (user === undefined) continue;
    const bearer = at(user);
    bearer.about.add(id);
    for (const group of groups) bearer.groups.add(group);
  }
  return [...bearers.values()].map(takeAway);
}

function takeAway({ user, groups, about }: Bearer): Draft {
  const isMaster = groups.has(MASTERS) || user === MASTERS;
  const names = [user, ...groups];
  return draft({
    kind: 'revoke',
    title: `Take away what user ${quoted(user)} may do`,
    why: 'a client certificate can not be revoked; a certificate that was issued is valid until it expires, whether or not its request is still there',
    commands: names.flatMap((name) => bindingsOf(name)),
    note: isMaster
      ? 'group system:masters may do everything without any binding: only another certificate authority for clients (--client-ca-file) ends that'
      : 'delete the bindings, or take the user and its groups out of them; if kube-apiserver must not know the user at all, clients need another certificate authority',
    about: [...about],
  });
}

/** The bindings that name a user or a group. */
function bindingsOf(name: string): string[] {
  const kinds =
    'clusterrolebindings.rbac.authorization.k8s.io,rolebindings.rbac.authorization.k8s.io';
  const filter = `'.items[] | select(any(.subjects[]?; .name == $name)) | [.kind, .metadata.namespace, .metadata.name, .roleRef.name] | @json'`;
  const get = `kubectl get ${kinds} --all-namespaces --output=json`;
  return line([get, '|', 'jq', '--raw-output', '--arg', 'name', quote(name), filter]);
}
