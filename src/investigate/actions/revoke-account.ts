import { quoted } from '../../text/request.ts';
import { type Draft, draft } from './draft.ts';
import { flag, line, onObject } from './kubectl.ts';

/** A ServiceAccount with the ids of what must end. */
export interface Holder {
  readonly namespace: string;
  readonly name: string;
  readonly about: readonly string[];
  /** All that must end are tokens from Secrets whose names are unknown. */
  readonly isLegacy: boolean;
}

/** What kube-apiserver gives an object anew; an account with another uid has none of the old tokens. */
const ANEW =
  "jq 'del(.metadata.uid, .metadata.resourceVersion, .metadata.creationTimestamp, .metadata.managedFields, .secrets)'";

/** Unbound tokens end with their account: it is deleted and made again, which its bindings outlast. */
export function remakeAccount({ namespace, name, about }: Holder): Draft {
  const object = { group: '', resource: 'serviceaccounts', namespace, name };
  const get = onObject('get', object, '--output=json');
  const inside = flag('namespace', namespace);
  // Another sign would be part of the selector, which then chooses other pods.
  const isPlain = /^[a-z0-9.-]+$/.test(name);
  const selector = isPlain ? flag('field-selector', `spec.serviceAccountName=${name}`) : undefined;
  const commands = [
    ...get.map((command) => `${command} | ${ANEW} > serviceaccount.json`),
    ...onObject('delete', object),
    ...line(['kubectl', inside, 'apply', '--filename=serviceaccount.json']),
    ...line(['kubectl', inside, 'delete', 'pods', selector]),
  ];
  return draft({
    kind: 'revoke',
    title: `Delete ServiceAccount ${quoted(`${namespace}/${name}`, 320)} and make it again`,
    why: 'a token that is bound to no pod and no Secret ends when it expires, or with its account',
    commands: get.length === 0 ? [] : commands,
    note: 'all tokens of the account end, those of its pods too: the last command starts them anew. Bindings name it and stay: look at them first',
    about: [...about],
  });
}

/** Its Secrets of tokens, of which one is the stolen one. */
export function tokenSecrets({ namespace, name, about }: Holder): Draft {
  const columns =
    "--output=custom-columns='NAME:.metadata.name,ACCOUNT:.metadata.annotations.kubernetes\\.io/service-account\\.name'";
  const type = '--field-selector=type=kubernetes.io/service-account-token';
  return draft({
    kind: 'revoke',
    title: `Delete the token Secrets of ServiceAccount ${quoted(`${namespace}/${name}`, 320)}`,
    why: 'a token from a Secret was used, which never expires and ends with the Secret; the log does not name it',
    commands: line(['kubectl', flag('namespace', namespace), 'get', 'secrets', type, columns]),
    note: 'whatever uses it from outside of the cluster stops: give it a token of the TokenRequest API',
    about: [...about],
  });
}
