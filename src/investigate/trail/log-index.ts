import { accountOf, type Caller, isCertificate } from './caller.ts';

/** Who is in a log, looked up from several sides. */
export interface LogIndex {
  readonly callers: readonly Caller[];
  /** Whether ServiceAccounts' tokens are logged with their ids: Kubernetes 1.30 and newer. */
  readonly hasIds: boolean;
  /** Whether client certificates are: Kubernetes 1.32 and newer. */
  readonly hasCertificateIds: boolean;
  ofUser(user: string): readonly Caller[];
  ofCredential(id: string): readonly Caller[];
  ofAddress(address: string): readonly Caller[];
  ofSeries(user: string, series: string): readonly Caller[];
  /** Whose tokens are those of a pod. */
  ofPod(namespace: string, pod: string): readonly Caller[];
  /** The ServiceAccounts' callers of a namespace. */
  ofNamespace(namespace: string): readonly Caller[];
  /** How many identities came from an address. */
  identitiesAt(address: string): number;
}

/** Sorts callers; they must not become more. */
export function createIndex(
  callers: readonly Caller[],
  seriesOf: (caller: Caller) => string,
): LogIndex {
  const by = (keyOf: (caller: Caller) => string | null | undefined) => {
    let groups: Map<string, Caller[]> | undefined;
    return (key: string): readonly Caller[] => {
      groups ??= grouped(callers, keyOf);
      return groups.get(key) ?? NOBODY;
    };
  };
  const ofAddress = by((caller) => caller.address);
  const ofPod = by(
    ({ user, pod }) => pod && JSON.stringify([accountOf(user)?.namespace ?? '', pod]),
  );
  const ofSeries = by((caller) => JSON.stringify([caller.user, seriesOf(caller)]));
  const ids = callers.flatMap(({ credentialId }) => credentialId ?? []);
  const counts = new Map<string, number>();
  return {
    callers,
    hasIds: ids.some((id) => id.startsWith('JTI=')),
    hasCertificateIds: ids.some(isCertificate),
    ofUser: by((caller) => caller.user),
    ofCredential: by((caller) => caller.credentialId),
    ofAddress,
    ofSeries: (user, series) => ofSeries(JSON.stringify([user, series])),
    ofPod: (namespace, pod) => ofPod(JSON.stringify([namespace, pod])),
    ofNamespace: by(({ user }) => accountOf(user)?.namespace),
    identitiesAt(address) {
      let count = counts.get(address);
      if (count === undefined) {
        count = new Set(ofAddress(address).map(({ user }) => user)).size;
        counts.set(address, count);
      }
      return count;
    },
  };
}

const NOBODY: readonly Caller[] = [];

function grouped(
  callers: readonly Caller[],
  keyOf: (caller: Caller) => string | null | undefined,
): Map<string, Caller[]> {
  const groups = new Map<string, Caller[]>();
  for (const caller of callers) {
    const key = keyOf(caller);
    if (key === null || key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [caller]);
    else group.push(caller);
  }
  return groups;
}
