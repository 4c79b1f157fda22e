import type { PolicyRule } from './rbac.ts';

/** A question to the authorizer: may one do this? */
export type Right = ResourceRight | PathRight;

/** Of an object, or a collection of them. */
export interface ResourceRight {
  readonly verb: string;
  /** Empty: the core group. */
  readonly group: string;
  /** With its subresource: `pods/log`. */
  readonly resource: string;
  /** Empty: in no namespace, or in all of them. */
  readonly namespace: string;
  /** Empty where no name was asked for. */
  readonly name: string;
  /** It is asked of nobody who holds all these rules. */
  readonly holding?: readonly PolicyRule[];
  /** It was asked of an object that the log doesn't tell. */
  readonly untold?: true;
}

/** Of a path that is no object's. */
export interface PathRight {
  readonly verb: string;
  readonly path: string;
}

/** Tells the two apart. */
export function isPath(right: Right): right is PathRight {
  return 'path' in right;
}

/** The group of Kubernetes' own authorization. */
export const RBAC_GROUP = 'rbac.authorization.k8s.io';

/**
 * Whether RBAC can grant it without granting more: a client may ask for a resource that is called `*`, which in
 * a rule would stand for all of them. What was cut is nothing that exists.
 */
export function isGrantable(right: Right): boolean {
  if (Object.values(right).some((text) => typeof text === 'string' && text.endsWith('…')))
    return false;
  if (right.verb === '' || right.verb.includes('*')) return false;
  if (isPath(right)) return right.path.startsWith('/') && !right.path.endsWith('*');
  return right.resource !== '' && !`${right.group}${right.resource}`.includes('*');
}
