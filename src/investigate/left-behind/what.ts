import { quoted } from '../../text/request.ts';
import type { Act } from '../act.ts';
import { BINDINGS, ROLES, WEBHOOKS, WORKLOADS } from '../kinds.ts';
import { account, certificate, secret } from './what-credentials.ts';
import { apiService, definition, namespace, service, webhook } from './what-others.ts';
import { binding, role } from './what-rights.ts';
import { workload } from './what-runs.ts';

/** What an object does there, in one clause, and whom it gives rights or a token. */
export interface What {
  readonly what: string;
  /** User names and groups. */
  readonly beneficiaries: readonly string[];
}

const NOBODY: readonly string[] = [];

/** What an act's object does there, as far as its bodies were logged. */
export function whatOf(act: Act): What {
  const clause = clauseOf(act);
  if (typeof clause !== 'string') return clause;
  return { what: clause, beneficiaries: NOBODY };
}

function clauseOf(act: Act): What | string {
  const { resource, subresource } = act.evidence;
  const kind = resource ?? '';
  if (subresource === 'scale') return scaled(act);
  if (BINDINGS.has(kind)) return binding(act);
  if (ROLES.has(kind)) return role(act);
  if (WEBHOOKS.has(kind)) return webhook(act);
  if (kind === 'pods' || WORKLOADS.has(kind)) return workload(act);
  const known = Object.hasOwn(OTHERS, kind) ? OTHERS[kind] : undefined;
  return known?.(act) ?? plain(act);
}

const OTHERS: Readonly<Record<string, (act: Act) => What | string>> = {
  serviceaccounts: account,
  secrets: secret,
  certificatesigningrequests: certificate,
  apiservices: apiService,
  customresourcedefinitions: definition,
  namespaces: namespace,
  services: service,
};

function scaled({ object }: Act): string {
  const spec = object?.spec as { readonly replicas?: unknown } | undefined;
  return typeof spec?.replicas === 'number'
    ? `is scaled to ${String(spec.replicas)}`
    : `is scaled; ${UNLOGGED}`;
}

function plain({ evidence, group, object }: Act): string {
  if (object === undefined) {
    const isNew = evidence.verb === 'create' || evidence.code === 201;
    return `was ${isNew ? 'made' : 'changed'}; ${UNLOGGED}`;
  }
  const kind = `${evidence.resource ?? 'object'}${group === '' ? '' : `.${group}`}`;
  return `is one of ${quoted(kind)}`;
}

/** Where only a body would tell. */
const UNLOGGED = 'body not logged';
