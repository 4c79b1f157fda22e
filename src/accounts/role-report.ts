import type { Granted } from './granted.ts';
import { identityOf } from './identity.ts';
import { type Granting, manifestsFor, plainRule } from './manifests.ts';
import type { PolicyRule } from './rbac.ts';
import { type Counted, counted, type NamedCount } from './report.ts';
import type { NeededRoles } from './role.ts';
import { type GrantUse, usesOfGrants } from './unused.ts';
import type { Uses } from './uses.ts';
import { thousands } from './wording.ts';

/** A role or a binding to apply, with what its rules rest on. */
export interface RoleReport {
  readonly role: object;
  readonly binding: object;
  /** For each of the role's rules. */
  readonly evidence: readonly (Counted & { readonly wider: readonly string[] })[];
}

/** A rule that is granted, and what became of it. */
export interface GrantReport {
  readonly binding: string;
  readonly role: string;
  readonly subject: string;
  readonly namespace: string | null;
  /** Which of the role's rules, from 0. */
  readonly place: number;
  readonly rule: Partial<PolicyRule>;
  readonly used: GrantUse['used'];
  readonly evidence: Counted;
  /** What of it was never used, as rules. */
  readonly never: readonly Partial<PolicyRule>[];
  /** What it was used for. */
  readonly seen: readonly NamedCount[];
  /** Where it holds everywhere and was used inside namespaces only: in which. */
  readonly onlyIn: readonly string[] | null;
}

/** What `satrap accounts --role` found. */
export interface RolesReport {
  readonly kind: 'role';
  readonly user: string;
  readonly allowed: Counted;
  readonly refused: Counted;
  /** Requests by others in its name, and whose. */
  readonly inItsName: readonly NamedCount[];
  readonly roles: readonly RoleReport[];
  /** Left out, as everybody has it: by ClusterRole. */
  readonly byDefault: readonly NamedCount[];
  /** What the roles may lack: sentences. */
  readonly notes: readonly string[];
  /** What is granted now; `null` where that wasn't given. */
  readonly granted: readonly GrantReport[] | null;
  /** Bindings whose role wasn't given. */
  readonly missing: readonly string[];
}

/** What is needed for an account, in every form. */
export interface RolesFound {
  readonly grantings: readonly Granting[];
  readonly report: RolesReport;
}

/** Puts together what an account needs, and what it has where that is known. */
export function rolesReport(
  uses: Uses,
  needed: NeededRoles,
  { granted, notes }: { readonly granted?: Granted | undefined; readonly notes: readonly string[] },
): RolesFound {
  const grantings = manifestsFor(identityOf(uses.user), needed);
  const report: RolesReport = {
    kind: 'role',
    user: uses.user,
    allowed: counted(uses.allowed),
    refused: counted(uses.refused),
    inItsName: uses.inItsName.sorted().map(([name, tally]) => ({ name, ...counted(tally) })),
    roles: grantings.map(({ role, binding, rules }) => ({
      role,
      binding,
      evidence: rules.map(({ evidence, why }) => ({ ...counted(evidence), wider: why })),
    })),
    byDefault: [...needed.byDefault].map(([name, tally]) => ({ name, ...counted(tally) })),
    notes: [...notes, ...notesOn(uses)],
    granted: granted === undefined ? null : usesOfGrants(granted.grants, uses).map(grantReport),
    missing: granted?.missing ?? [],
  };
  return { grantings, report };
}

function grantReport({ grant, used, evidence, never, seen, namespaces }: GrantUse): GrantReport {
  return {
    ...grant,
    rule: plainRule(grant.rule),
    used,
    evidence: counted(evidence),
    never: never.map(plainRule),
    seen: [...seen]
      .sort(([, a], [, b]) => b.count - a.count)
      .map(([name, tally]) => ({ name, ...counted(tally) })),
    onlyIn: grant.namespace === null && evidence.count > 0 ? namespaces : null,
  };
}

/** Rights that may be needed and of which the log doesn't tell the object. */
const UNTOLD: Readonly<Record<string, string>> = {
  bind: 'It wrote bindings. Who lacks what the bound role grants must be allowed to bind that role; the log has no bodies to tell which.',
  escalate:
    'It wrote roles. Who grants more than it holds must be allowed to escalate; the log has no bodies to tell what it granted.',
  approve:
    'It approved certificates. It must be allowed to approve for their signer; the log has no bodies to tell which.',
  sign: 'It wrote states of certificate requests. To sign, it must be allowed to sign for their signer; the log has no bodies to tell.',
};

function notesOn(uses: Uses): string[] {
  const { ungrantable, untold, room } = uses;
  const untoldNotes = [...untold.keys()].flatMap((verb) => UNTOLD[verb] ?? []);
  return [
    ...untoldNotes,
    ...(ungrantable > 0
      ? [
          `${thousands(ungrantable)} times it asked for what no rule can name without granting more, such as a resource called *.`,
        ]
      : []),
    ...(room.dropped > 0
      ? [
          `${thousands(room.dropped)} times something was left out, as there was too much of it: the role may lack it.`,
        ]
      : []),
  ];
}
