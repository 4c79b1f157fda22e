import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REQUEST_KINDS } from '../../src/needs/request-kinds.ts';
import { situationOf } from '../../src/needs/situation.ts';
import { truthOf } from '../../src/needs/truth.ts';
import { EventRecord } from '../../src/record/event-record.ts';
import type { Form } from '../../src/sigma/predicate.ts';
import type { JsonObject } from '../../src/types.ts';
import { rulesOf } from './fixtures.ts';

const formOf = (detection: string) => rulesOf({ one: detection }).detections[0]?.form as Form;
const kind = (verb: string, resource: string) => {
  const found = REQUEST_KINDS.find(
    (one) =>
      one.verb === verb && one.target?.resource === resource && one.target.subresource === '',
  );
  return found as NonNullable<typeof found>;
};

describe('a condition in a situation', () => {
  it.each([
    ['{ a: { verb: list }, condition: a }', 'yes'],
    ['{ a: { verb: list }, condition: not a }', 'no'],
    ['{ a: { verb: get }, b: { user.username: eve }, condition: a and b }', 'no'],
    ['{ a: { verb: list }, b: { user.username: eve }, condition: a or b }', 'yes'],
    ['{ a: { user.username: eve }, condition: a }', { needs: 'Metadata' }],
    ['{ a: { user.username: eve }, condition: not a }', { needs: 'Metadata' }],
    ['{ a: { responseObject.kind: SecretList }, condition: a }', { needs: 'RequestResponse' }],
    ['{ a: [token], condition: a }', { needs: 'Metadata' }],
    ['{ a: { verb|fieldref: verb }, condition: a }', 'yes'],
    ['{ a: { user.username|fieldref: verb }, condition: a }', { needs: 'Metadata' }],
    ['{ a: { satrap.object.kind: Role }, condition: a }', 'no'],
  ])('%s is %j of `list secrets`', (detection, expected) => {
    const situation = situationOf(kind('list', 'secrets'), { level: 'RequestResponse' });
    expect(truthOf(formOf(detection), situation)).toEqual(expected);
  });

  it('knows what an unknown caller is not, and some groups of one', () => {
    const not = { users: ['Eve'], groups: ['system:masters'] };
    const caller = { groups: ['system:nodes'], onlyGroups: false, not };
    const truth = (field: string, value: string) =>
      truthOf(
        formOf(`{ a: { ${field}: ${value} }, condition: a }`),
        situationOf(kind('list', 'secrets'), { level: 'Metadata', caller }),
      );
    expect(truth('user.username', 'eve')).toBe('no');
    expect(truth('user.username', '[eve, bob]')).toEqual({ needs: 'Metadata' });
    expect(truth('user.username|startswith', 'eve')).toEqual({ needs: 'Metadata' });
    expect(truth('user.groups', 'system:masters')).toBe('no');
    expect(truth('user.groups', 'system:nodes')).toBe('yes');
  });

  it('never says no where an event of that kind matches, nor yes where one does not', () => {
    const detections = [
      '{ a: { verb: [create, patch], objectRef.resource: [pods, roles] }, b: { satrap.podSpec.hostPID: true }, c: { satrap.grants: "get secrets" }, condition: a and (b or c) }',
      '{ a: { objectRef.apiGroup: "?*" }, b: { satrap.dryRun: "true" }, c: { satrap.name: x }, condition: not a and (b or c) }',
      '{ a: { verb: create }, b: { requestObject.spec.type|exists: true }, condition: a and not b }',
    ].map(formOf);
    const rules = rulesOf({
      one: '{ a: { verb: [create, patch], objectRef.resource: [pods, roles] }, b: { satrap.podSpec.hostPID: true }, c: { satrap.grants: "get secrets" }, condition: a and (b or c) }',
      two: '{ a: { objectRef.apiGroup: "?*" }, b: { satrap.dryRun: "true" }, c: { satrap.name: x }, condition: not a and (b or c) }',
      three:
        '{ a: { verb: create }, b: { requestObject.spec.type|exists: true }, condition: a and not b }',
    }).detections;
    const body = fc.constantFrom<JsonObject>(
      { spec: { hostPID: true, type: 'x' }, metadata: { name: 'x' } },
      { rules: [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'] }] },
      {},
    );
    const event = fc.record({
      kind: fc.constantFrom(...REQUEST_KINDS.filter(({ target }) => target !== undefined)),
      uri: fc.constantFrom('/x', '/x?dryRun=All'),
      request: fc.option(body, { nil: undefined }),
      response: fc.option(body, { nil: undefined }),
      name: fc.constantFrom('', 'x', 'y'),
    });
    fc.assert(
      fc.property(event, ({ kind: one, uri, request, response, name }) => {
        const reads = ['get', 'list', 'watch'].includes(one.verb);
        const { group, resource, subresource } = one.target as NonNullable<typeof one.target>;
        const known = new EventRecord(
          {
            verb: one.verb,
            requestURI: uri,
            objectRef: {
              resource,
              ...(group && { apiGroup: group }),
              ...(subresource && { subresource }),
              ...(name && { name }),
            },
            ...(request && !reads && { requestObject: request }),
            ...(response && { responseObject: response }),
          },
          0,
          false,
        );
        for (const [index, form] of detections.entries()) {
          const truth = truthOf(form, situationOf(one, { level: 'RequestResponse' }));
          const holds = rules[index]?.matches(known);
          expect(truth).not.toBe(holds ? 'no' : 'yes');
        }
      }),
    );
  });
});
