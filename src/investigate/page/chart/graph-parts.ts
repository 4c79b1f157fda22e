import type { Credential } from '../../report/credential.ts';
import type { IdentityNode } from '../../report/identity.ts';
import type { Report } from '../../report/index.ts';
import { grouped, middleCut, shortCredential } from '../words.ts';

/** A box or a pill of the graph. */
export interface Drawn {
  readonly key: string;
  readonly list: 'identity' | 'credential';
  /** In the report. */
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly sub?: string;
  readonly title: string;
  readonly width: number;
  readonly height: number;
}

/** A line of the graph; one that leads from a credential to its identity has no label. */
export interface Line {
  readonly from: string;
  readonly to: string;
  readonly confidence: string;
  /** In the report. */
  readonly id?: string;
  readonly label?: string;
  readonly sub?: string;
  readonly text?: string;
  readonly width: number;
}

/** What is to be laid out, and how many identities had no room. */
export interface Drawing {
  readonly nodes: readonly Drawn[];
  readonly edges: readonly Line[];
  readonly left: number;
}

/** Of credentials that no link brought, as many are drawn for an identity. */
const CREDENTIALS_EACH = 3;

/** About how wide a character is; text in a drawing doesn't wrap. */
const CHARACTER = 7.1;

/** The nearest identities, the suspect credentials used as them, and the links among them. */
export function drawingOf({ identities, credentials }: Report, most: number): Drawing {
  const near = [...identities.nodes].sort(
    (a, b) => a.depth - b.depth || Number(b.acted) - Number(a.acted) || b.requests - a.requests,
  );
  const shown = new Map(near.slice(0, most).map((node, index) => [node.id, `i${index}`]));
  const nodes: Drawn[] = near
    .slice(0, most)
    .map((node) => identityBox(node, shown.get(node.id) as string));
  const edges: Line[] = [];
  const known = new Map(credentials.map((credential) => [credential.id, credential]));
  const pills = new Map<string, string>();
  const pill = (credential: Credential, owner: string) => {
    const key = pills.get(credential.id) ?? `c${pills.size}`;
    if (!pills.has(credential.id)) {
      nodes.push(credentialPill(credential, key));
      edges.push({ from: key, to: owner, confidence: credential.confidence, width: 0 });
    }
    pills.set(credential.id, key);
    return key;
  };
  for (const edge of identities.edges) {
    const from = shown.get(edge.from);
    const to = shown.get(edge.to);
    if (from === undefined || to === undefined) continue;
    const credential = edge.credential === null ? undefined : known.get(edge.credential);
    const sub = `${edge.confidence} · ${edge.time.slice(11, 16)}`;
    const width = Math.ceil(Math.max(edge.link.length, sub.length) * CHARACTER);
    const target = credential === undefined ? to : pill(credential, to);
    const { id, text, confidence, link } = edge;
    edges.push({ from, to: target, id, text, confidence, label: link, sub, width });
  }
  for (const credential of loose(credentials, pills)) {
    const owner = shown.get(credential.identity);
    if (owner !== undefined) pill(credential, owner);
  }
  return { nodes, edges, left: Math.max(0, near.length - most) };
}

/** Suspect credentials that no link led to: the first ones of each identity. */
function loose(
  credentials: readonly Credential[],
  pills: ReadonlyMap<string, string>,
): Credential[] {
  const counts = new Map<string, number>();
  return credentials.filter(({ id, identity, whose }) => {
    if (whose === 'own' || pills.has(id)) return false;
    const count = (counts.get(identity) ?? 0) + 1;
    counts.set(identity, count);
    return count <= CREDENTIALS_EACH;
  });
}

function identityBox(node: IdentityNode, key: string): Drawn {
  const label = middleCut(node.label, 34);
  const requests = node.requests === 1 ? 'request' : 'requests';
  const did = node.acted ? `${grouped(node.requests)} suspect ${requests}` : 'did not act';
  const sub = node.subject ? `start · ${did}` : did;
  return {
    key,
    list: 'identity',
    id: node.id,
    kind: `identity${node.subject ? ' subject' : ''}${node.acted ? '' : ' idle'}`,
    label,
    sub,
    title: node.id,
    width: Math.round(Math.max(label.length * 7.4, sub.length * 6.6) + 28),
    height: 46,
  };
}

function credentialPill({ id, kind, whose }: Credential, key: string): Drawn {
  const label = `${kind} ${shortCredential(id)}`;
  return {
    key,
    list: 'credential',
    id,
    kind: `credential ${whose}`,
    label,
    title: id,
    width: Math.round(label.length * 6.7 + 26),
    height: 26,
  };
}
