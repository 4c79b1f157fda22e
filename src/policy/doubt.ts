/** Something doubtful in a policy: at one of its rules, or else at a key of the policy. */
export interface Doubt {
  readonly rule?: number | undefined;
  readonly key?: string;
  /** What is wrong and what to do: lower case, no full stop. */
  readonly message: string;
}
