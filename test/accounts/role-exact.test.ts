import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityOf } from '../../src/accounts/identity.ts';
import { manifestsFor } from '../../src/accounts/manifests.ts';
import type { AuditRecord } from '../../src/types.ts';
import { APP, did, refused, rolesFor } from './fixtures.ts';

/** A request, as a test asks the authorizer below for it. */
interface Asked {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
}

interface ApiRule {
  readonly verbs: string[];
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
}

/** One rule, and the namespace that it holds in. */
type Held = readonly [namespace: string | undefined, rule: ApiRule];

/** An obvious RBAC: no wildcards, as no role that is made has any. */
function isAllowed(held: readonly Held[], asked: Asked): boolean {
  return held.some(
    ([namespace, rule]) =>
      (namespace === undefined || namespace === asked.namespace) &&
      rule.verbs.includes(asked.verb) &&
      rule.apiGroups.includes(asked.group) &&
      rule.resources.includes(asked.resource) &&
      (rule.resourceNames === undefined || rule.resourceNames.includes(asked.name)),
  );
}

const NAMED = ['get', 'update', 'patch', 'delete', 'list', 'watch'];
const UNNAMED = ['list', 'watch', 'create', 'deletecollection'];
const name = fc.constantFrom('a', 'b', 'c', 'web-24567');

const asked: fc.Arbitrary<Asked> = fc
  .record({
    named: fc.boolean(),
    verb: fc.nat(),
    group: fc.constantFrom('', 'apps'),
    resource: fc.constantFrom('pods', 'pods/log', 'secrets', 'deployments'),
    namespace: fc.constantFrom('', 'one', 'two', 'three'),
    name,
  })
  .map(({ named, verb, ...one }) => {
    const verbs = named ? NAMED : UNNAMED;
    return { ...one, verb: verbs[verb % verbs.length] ?? '', name: named ? one.name : '' };
  });

/** As it is logged: a new object's name is in the log, and was not in the address. */
function recordOf(
  { verb, group, resource, namespace, name: object }: Asked,
  allowed: boolean,
): AuditRecord {
  const made = verb === 'create' && object === '' && !resource.includes('/') ? 'made' : object;
  const what = `${verb} ${resource}${group === '' ? '' : `.${group}`} ${namespace}/${made}`;
  return allowed ? did(what) : refused(what);
}

/** The rules of the roles that are made. */
function heldBy(records: readonly AuditRecord[], options: object): Held[] {
  const grantings = manifestsFor(identityOf(APP), rolesFor(records, options));
  return grantings.flatMap(({ role }) =>
    (role.rules as ApiRule[]).map((rule): Held => [role.metadata.namespace, rule]),
  );
}

const requests = fc.array(fc.tuple(asked, fc.boolean()), { maxLength: 40 });
const limits = fc.record({ names: fc.nat(3), namespaces: fc.nat(3) });

describe('the roles that are made', () => {
  it('allow all that was allowed, and without any one rule not', () => {
    fc.assert(
      fc.property(requests, limits, (all, options) => {
        const held = heldBy(
          all.map(([one, allowed]) => recordOf(one, allowed)),
          options,
        );
        const seen = all.filter(([, allowed]) => allowed).map(([one]) => one);
        expect(seen.filter((one) => !isAllowed(held, one))).toEqual([]);
        const spare = held.filter((rule) => {
          const others = held.filter((other) => other !== rule);
          return seen.every((one) => isAllowed(others, one));
        });
        expect(spare).toEqual([]);
      }),
    );
  });

  it('allow nothing else where no bound and no list made them wider', () => {
    fc.assert(
      fc.property(requests, asked, (all, other) => {
        const narrow = all.filter(([one]) => one.name !== 'web-24567' && one.verb !== 'list');
        const held = heldBy(
          narrow.map(([one, allowed]) => recordOf(one, allowed)),
          { names: 9, namespaces: 9 },
        );
        const seen = narrow.filter(([, allowed]) => allowed).map(([one]) => one);
        const isSeen = seen.some(
          (one) =>
            one.verb === other.verb &&
            one.group === other.group &&
            one.resource === other.resource &&
            (one.namespace === '' || one.namespace === other.namespace) &&
            (one.name === '' || one.name === other.name),
        );
        expect(isAllowed(held, other)).toBe(isSeen);
      }),
    );
  });
});
