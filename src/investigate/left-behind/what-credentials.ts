import { at, objectOf, textOf, textsOf } from '../../record/derived/json.ts';
import { fieldPath } from '../../record/field-path.ts';
import { quoted } from '../../text/request.ts';
import type { Act } from '../act.ts';
import { recordOf } from '../record-of.ts';
import { actorOf, listed } from '../words.ts';
import type { What } from './what.ts';

/** What ServiceAccounts, Secrets and certificate requests give. */

const COMMON_NAME = fieldPath('satrap.csr.commonName');
const ORGANIZATIONS = fieldPath('satrap.csr.organizations');

/** Annotations by which a ServiceAccount is an identity of a cloud, too. */
const CLOUD = [
  'eks.amazonaws.com/role-arn',
  'iam.gke.io/gcp-service-account',
  'azure.workload.identity/client-id',
];

function userOf(namespace: string | null, name: string | null): string[] {
  if (namespace === null || name === null) return [];
  return [`system:serviceaccount:${namespace}:${name}`];
}

/** An identity that tokens can be asked for. */
export function account(act: Act): What {
  const annotations = objectOf(at(objectOf(at(act.object, 'metadata')), 'annotations'));
  const cloud = CLOUD.flatMap((key) => textOf(at(annotations, key)) ?? []);
  const also = cloud.length === 0 ? '' : `, and is ${listed(cloud)} in the cloud`;
  return {
    what: `is an identity that tokens can be asked for${also}`,
    beneficiaries: userOf(act.evidence.namespace, act.name),
  };
}

const TOKEN = 'kubernetes.io/service-account-token';
const BOOTSTRAP = 'bootstrap.kubernetes.io/token';

/** A Secret, by its type only: its values are not looked at. */
export function secret(act: Act): What {
  const type = textOf(at(act.object, 'type'));
  const annotations = objectOf(at(objectOf(at(act.object, 'metadata')), 'annotations'));
  const name = textOf(at(annotations, 'kubernetes.io/service-account.name'));
  if (type === TOKEN) {
    const users = userOf(act.evidence.namespace, name ?? null);
    const of = users[0] === undefined ? 'a ServiceAccount' : actorOf(users[0]);
    return { what: `holds a token of ${of} that never expires`, beneficiaries: users };
  }
  const beneficiaries: string[] = [];
  if (type === BOOTSTRAP) return { what: 'lets new nodes join the cluster', beneficiaries };
  if (type !== undefined) return { what: `is a Secret of type ${quoted(type)}`, beneficiaries };
  const may = 'is a Secret, which may hold a token that never expires';
  return {
    what: act.object === undefined ? `${may}; body not logged` : `${may}; its type was not logged`,
    beneficiaries,
  };
}

/** A certificate request, or its approval. */
export function certificate(act: Act): What {
  const isApproval = act.evidence.subresource === 'approval';
  const record = recordOf(act);
  const user = textOf(record.field(COMMON_NAME));
  const groups = textsOf(record.field(ORGANIZATIONS));
  const approved = isApproval ? 'is approved: ' : '';
  if (user === undefined && groups.length === 0) {
    const whose = isApproval ? 'a client certificate is issued' : 'asks for a certificate';
    return { what: `${approved}${whose} for a user that was not logged`, beneficiaries: [] };
  }
  const signer = textOf(at(objectOf(at(act.object, 'spec')), 'signerName'));
  const of =
    groups.length === 0 ? '' : ` in ${groups.length === 1 ? 'group' : 'groups'} ${listed(groups)}`;
  const by = signer === undefined ? '' : ` from ${quoted(signer)}`;
  const asks = isApproval ? 'a certificate is issued' : 'asks for a certificate';
  // kube-apiserver takes a certificate without a common name for nobody's, whatever its groups.
  if (user === undefined || user === '')
    return { what: `${approved}${asks} for no user${of}${by}`, beneficiaries: [] };
  return {
    what: `${approved}${asks} for user ${quoted(user)}${of}${by}`,
    beneficiaries: [user, ...groups.slice(0, 20)],
  };
}
