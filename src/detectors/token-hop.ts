import { eventPaths, fieldPath } from '../record/field-path.ts';
import type { AuditRecord, Detector, FieldPath, Finding, RuleInfo, Sighting } from '../types.ts';
import { createSteps } from './steps.ts';
import { createStories, type StoryLimits } from './stories.ts';

/** What a record says of a credential. */
export interface TokenTaken {
  /** The token that it issued. */
  readonly issued?: string;
  /** The token that it acted with. */
  readonly used?: string;
  /** Where, and with what program: `satrap.client`. */
  readonly address: string;
  readonly program: string;
}

const RULE: RuleInfo = {
  id: '4996ba05-3374-4c03-af0c-fe2070f9a1d0',
  name: 'chain_02_token_hop',
  title: 'Token Minted Here, Used There',
  level: 'high',
  author: 'satrap contributors',
  description:
    'Somebody had a token issued for a ServiceAccount, and within a day that very token wrote something, read ' +
    'Secrets or entered a pod from another address or by another program. The token changed hands, or was ' +
    "minted to be used where its issuer isn't seen.\n\n" +
    'What to do next: ask who requested the token (the first event) what it was for. If nobody can tell, end ' +
    'it: a token that is bound to a pod or Secret ends with that object, any other only with its ' +
    'ServiceAccount (kubectl delete serviceaccount NAME -n NAMESPACE, then create it anew). Undo what the ' +
    "token did, and take the right to create serviceaccounts/token from the requester's roles.\n\n" +
    'Counted: successful TokenRequests that kube-apiserver logs with the id of the new token (Kubernetes 1.31 ' +
    'and newer) and the first act with this id. Not counted: tokens that kubelets fetch for their pods, and ' +
    'ordinary reads.',
  status: 'experimental',
  tags: [
    'attack.credential-access',
    'attack.lateral-movement',
    'attack.t1528',
    'attack.t1550.001',
    'satrap.chain02',
    'noise.occasional',
  ],
  references: [
    'https://kubernetes.io/docs/reference/labels-annotations-taints/audit-annotations/',
    'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/',
  ],
  falsepositives: [
    'Brokers such as Vault that give out tokens to pipelines',
    'Administrators who create a token for somebody else',
  ],
};

const ISSUED = fieldPath('annotations.authentication.kubernetes.io/issued-credential-id');
const CREDENTIAL = fieldPath('user.extra.authentication.kubernetes.io/credential-id');
const ADDRESS = fieldPath('satrap.sourceIP');
// Not all of userAgent: kube-controller-manager's ends with the controller that it fetched the token for.
const PROGRAM = fieldPath('satrap.client');

const PATHS: readonly FieldPath[] = eventPaths([ISSUED, CREDENTIAL, ADDRESS, PROGRAM]);
const NO_PATHS: readonly FieldPath[] = [];
const NOTHING: readonly Finding[] = [];

const DAY = 86_400_000_000;

const DEFAULTS: StoryLimits = { span: DAY, most: 20_000 };

/** Finds tokens that are used elsewhere than where they were requested: each token once. */
export function createTokenHop(limits: Partial<StoryLimits> = {}): Detector<TokenTaken> {
  const stories = createStories(RULE.name, { ...DEFAULTS, ...limits });
  const stepsOf = createSteps(['step_token_issued', 'step_acts']);
  const use = (id: string, taken: TokenTaken, sighting: Sighting): readonly Finding[] => {
    const story = stories.get(id, sighting.time);
    if (story === undefined) return NOTHING;
    const [address, program] = story.facts as readonly [string, string];
    if (address === taken.address && program === taken.program) return NOTHING;
    stories.delete(id);
    const { time } = sighting;
    const measured = `minted from ${address}, used from ${taken.address}`;
    const witnesses = [...story.witnesses, sighting.witness()];
    const seen = { firstSeen: story.since, lastSeen: time, witnesses, measured };
    return [{ rule: RULE, time, key: [id], count: 2, ...seen }];
  };
  return {
    rules: [RULE],
    take(record, matched) {
      const steps = stepsOf(matched);
      return steps.length === 0 ? undefined : takenOf(record, steps);
    },
    reads: (matched) => (stepsOf(matched).length === 0 ? NO_PATHS : PATHS),
    observe(taken, sighting) {
      const { issued, used, address, program } = taken;
      const findings = used === undefined ? NOTHING : use(used, taken, sighting);
      if (issued !== undefined) {
        const { time } = sighting;
        const facts = [address, program];
        stories.set(issued, { since: time, facts, witnesses: [sighting.witness()] });
      }
      return findings;
    },
    get evicted() {
      return stories.evicted;
    },
    durable: {
      name: RULE.name,
      pack: ({ issued, used, address, program }) => [
        issued ?? null,
        used ?? null,
        address,
        program,
      ],
      unpack: unpackTaken,
      memories: [stories.memory],
    },
  };
}

function takenOf(record: AuditRecord, steps: readonly number[]): TokenTaken | undefined {
  const issued = steps.includes(0) ? textAt(record, ISSUED) : undefined;
  const used = steps.includes(1) ? textAt(record, CREDENTIAL) : undefined;
  if (issued === undefined && used === undefined) return undefined;
  return {
    ...(issued !== undefined && { issued }),
    ...(used !== undefined && { used }),
    address: textAt(record, ADDRESS) ?? '',
    program: textAt(record, PROGRAM) ?? '',
  };
}

/** The text at a path, or the last one of a list. */
function textAt(record: AuditRecord, path: FieldPath): string | undefined {
  const value = record.field(path);
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' && last !== '' ? last : undefined;
}

function unpackTaken(packed: unknown): TokenTaken {
  const [issued, used, address, program] = packed as readonly [
    string | null,
    string | null,
    string,
    string,
  ];
  return {
    ...(issued !== null && { issued }),
    ...(used !== null && { used }),
    address,
    program,
  };
}
