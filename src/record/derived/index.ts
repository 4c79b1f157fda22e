import type { Derived, FieldPath, Json } from '../../types.ts';
import { resolve, spansOf } from '../event-path.ts';
import { COMMAND } from './command.ts';
import { CREDENTIAL_KEY } from './credential.ts';
import { CSR } from './csr.ts';
import { type Derivation, remembering } from './derivation.ts';
import { DRY_RUN } from './dry-run.ts';
import { GRANTED_BY } from './granted-by.ts';
import { GRANTS } from './grants.ts';
import { NAME_OF_OBJECT, OBJECT } from './object.ts';
import { CLIENT, SOURCE_IP, SOURCE_NETWORK } from './origin.ts';
import { IMAGE_REPOSITORIES, POD_SPEC } from './pod-spec.ts';
import { SERVICE_ACCOUNT } from './service-account.ts';
import { SUBJECTS } from './subjects.ts';
import { WEBHOOKS } from './webhooks.ts';

/** Fields that satrap works out of events, for what Sigma can't say of the JSON itself. */

/** All of them. */
export const DERIVATIONS: readonly Derivation[] = [
  SOURCE_IP,
  SOURCE_NETWORK,
  CLIENT,
  SERVICE_ACCOUNT,
  CREDENTIAL_KEY,
  GRANTED_BY,
  DRY_RUN,
  COMMAND,
  NAME_OF_OBJECT,
  OBJECT,
  POD_SPEC,
  IMAGE_REPOSITORIES,
  GRANTS,
  SUBJECTS,
  CSR,
  WEBHOOKS,
].map(remembering);

const PREFIX = 'satrap.';

const known = new Map<string, FieldPath>();

/** Whether a path is one of a derived field: no event has fields of this name. */
export function isDerived(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** The derivation that a path begins with; `undefined` when there is none. */
export function derivationOf(text: string): Derivation | undefined {
  const [name] = text.slice(PREFIX.length).split('.', 1);
  return DERIVATIONS.find((each) => each.name === name);
}

/** The compiled path of a derived field; one that doesn't exist is absent from every event. */
export function derivedPath(text: string): FieldPath {
  let path = known.get(text);
  if (path === undefined) {
    const derivation = derivationOf(text);
    path = { text, spans: spansOf(text), derived: derivedOf(text, derivation) };
    known.set(text, path);
  }
  return path;
}

function derivedOf(text: string, derivation: Derivation | undefined): Derived {
  if (derivation === undefined) return { reads: [], of: () => undefined };
  const { reads, name, value, ofValue, ofBodies = false } = derivation;
  const rest = text.slice(PREFIX.length + name.length + 1);
  const below = { spans: spansOf(rest) };
  const part = (found: Json | undefined) =>
    rest === '' || found === undefined ? found : resolve(found, below);
  return {
    reads,
    ofBodies,
    of: (record) => part(value(record)),
    ...(ofValue && { ofValue: (one) => part(ofValue(one)) }),
  };
}
