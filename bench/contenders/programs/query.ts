/** What the ServiceAccount documents' query asks of an event. */
interface Asked {
  readonly auditID?: string;
  readonly verb?: string;
  readonly user?: { readonly username?: string };
  readonly objectRef?: { readonly resource?: string };
}

/** The query: a ServiceAccount that lists Secrets. */
export function listsSecrets({ verb, user, objectRef }: Asked): boolean {
  return (
    verb === 'list' &&
    objectRef?.resource === 'secrets' &&
    user?.username?.startsWith('system:serviceaccount:') === true
  );
}

/** An event as far as the query sees it. */
export function parseEvent(line: string): Asked {
  return JSON.parse(line) as Asked;
}

/** One line for each of some ids. */
export function text(ids: readonly (string | undefined)[]): string {
  return ids.map((id) => `${id}\n`).join('');
}
