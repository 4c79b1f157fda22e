/**
 * What really happened, as the script of the compromise knows it: what a report on the same log is held
 * against. Plain data, which JSON keeps.
 */

/** What a step is for. */
export type Phase = 'recon' | 'access' | 'escalation' | 'persistence' | 'evasion' | 'impact';

/** A request: the id that the audit log has it under, and its answer. */
export interface Call {
  readonly auditID: string;
  readonly code: number;
}

/** The same with what the log says of it. */
export interface LoggedCall extends Call {
  /** Of its first and of its last event: RFC 3339, microseconds. */
  readonly first: string;
  readonly last: string;
  readonly verb: string;
  readonly resource: string | null;
  readonly subresource: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
  /** How many events: one for each stage. */
  readonly events: number;
}

/** Something that the attacker did: one purpose, one identity, all allowed or all denied. */
export interface TrueStep<C extends Call = LoggedCall> {
  readonly id: string;
  /** What it is for; of several it is right to say any. */
  readonly phases: readonly Phase[];
  readonly title: string;
  /** Whose rights were used; `null` where nobody was let in. */
  readonly user: string | null;
  readonly impersonator: string | null;
  /** `JTI=…` or `X509SHA256=…`; `null` where the log has none. */
  readonly credential: string | null;
  readonly from: string;
  readonly agent: string;
  readonly allowed: boolean;
  readonly calls: readonly C[];
}

/** Something that was read, or may have been; the kinds are those of a report's `taken`. */
export interface Taken {
  readonly kind: 'secret' | 'configmap' | 'token' | 'exec' | 'log' | 'podToken';
  readonly namespace: string;
  /** `null`: all of the namespace. */
  readonly name: string | null;
  /** The verb; of what is no Secret and no ConfigMap its kind again. */
  readonly how: string;
  /** It is right to say so, and not to say so. */
  readonly may: boolean;
}

/** An object of the cluster. */
export interface Thing {
  /** Plural, as in `objectRef.resource`. */
  readonly resource: string;
  /** `null` outside of namespaces. */
  readonly namespace: string | null;
  readonly name: string;
}

/** An object that was made or changed and is still there. */
export interface Left extends Thing {
  readonly deed: 'created' | 'changed';
}

/** How one identity leads to another, in the words of a report. */
export interface Link {
  /** As whom the attacker got there. */
  readonly from: string;
  readonly to: string;
  readonly link: string;
  /** It is right to say so, and not to say so. */
  readonly may: boolean;
}

/** Something that lets its holder in, and that has to go. */
export interface Credential {
  readonly kind: 'bound' | 'unbound' | 'legacy' | 'certificate';
  readonly user: string;
  /** `JTI=…` or `X509SHA256=…`; `null` for a legacy token. */
  readonly id: string | null;
  /** `NAMESPACE/NAME` of the pod that it is bound to. */
  readonly pod: string | null;
  /** `NAMESPACE/NAME` of the Secret that holds it. */
  readonly secret: string | null;
  /** Where the attacker used it. */
  readonly from: string;
  /** Who asked for it: for the token, for the Secret that holds it, or for the certificate. */
  readonly issuedBy: string | null;
  /** It is refused by now. */
  readonly dead: boolean;
  /**
   * The attacker used it after its pod was deleted, which a report may say: it was within the time that any
   * token is good for then. And how often it was refused after that.
   */
  readonly afterEnd: { readonly accepted: boolean; readonly refused: number };
}

/** Somebody who did nothing wrong and must not be accused. */
export interface Innocent {
  readonly user: string;
  readonly from: string;
  readonly agent: string;
  /** All credentials that it used; some are an identity's that the attacker was, too. */
  readonly credentials: readonly string[];
}

export interface Truth<C extends Call = LoggedCall> {
  /** From where one may start. */
  readonly subject: {
    readonly serviceAccount: string;
    readonly credential: string;
    readonly pod: string;
    readonly address: string;
    readonly agent: string;
    /** Credentials that its pod has had by rotation. */
    readonly siblings: readonly string[];
  };
  /** When the set-up was over, RFC 3339: what is before is of no interest. */
  readonly begins: string;
  readonly steps: readonly TrueStep<C>[];
  readonly taken: readonly Taken[];
  readonly left: readonly Left[];
  /** Made, and deleted again. */
  readonly removed: readonly Thing[];
  /** Of others, and deleted. */
  readonly destroyed: readonly Thing[];
  /** What controllers made of what was left: how the names begin. */
  readonly offspring: readonly Thing[];
  /** Users that the attacker acted as. */
  readonly acted: readonly string[];
  readonly links: readonly Link[];
  readonly credentials: readonly Credential[];
  readonly innocents: readonly Innocent[];
  /** The attacker's addresses. */
  readonly addresses: readonly string[];
  /** Audit ids of what others did and belongs to the story: pods' tokens requested by kubelets. */
  readonly context: readonly string[];
}
