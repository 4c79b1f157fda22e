/** Sigma's five levels, mildest first (Sigma rules specification 2.1.0, "Level"). */
export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;

/** One of Sigma's five levels. */
export type Level = (typeof LEVELS)[number];

/** Who a rule is, as every alert carries it. `author` is there because rule licences ask for it. */
export interface RuleInfo {
  readonly id: string;
  /** Stable and unique, such as `sa_lists_secrets`. */
  readonly name: string;
  readonly title: string;
  readonly level: Level;
  readonly author: string;
  readonly description: string;
  readonly status: string;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
}

/** A rule that matched a record: the rule set's own object, of which others may know more. */
export interface Matched {
  readonly info: RuleInfo;
}

/** Something wrong, or doubtful, in a rule or a configuration file. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** 1-based; 0 when the problem is the whole file's. */
  readonly line: number;
  readonly column: number;
  /** What is wrong and what to do: lower case, no full stop. */
  readonly message: string;
}
