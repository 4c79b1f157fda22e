import { describe, expect, it } from 'vitest';
import { reachOf } from '../../src/needs/reach.ts';
import { kindText } from '../../src/needs/request-kinds.ts';
import { rulesOf } from './fixtures.ts';

/** What a detection reaches: `VERB RESOURCE`, where it is possible at all, and where it sees everything. */
function reached(detection: string): string[] {
  const [rule] = rulesOf({ one: detection }).detections;
  return reachOf(rule as NonNullable<typeof rule>).map(
    ({ kind, least, full }) => `${kindText(kind)} ${least === full ? least : `${least}-${full}`}`,
  );
}

describe('what a rule reaches', () => {
  it('is what its condition says of verb and resource', () => {
    expect(
      reached('{ a: { verb: [list, watch], objectRef.resource: secrets }, condition: a }'),
    ).toEqual(['list secrets Metadata', 'watch secrets Metadata']);
  });

  it('tells subresources, groups and negations apart', () => {
    expect(
      reached(
        '{ a: { objectRef.resource: nodes }, b: { objectRef.subresource: status }, c: { objectRef.apiGroup: "?*" }, d: { verb: [patch, update] }, condition: a and b and not c and not d }',
      ),
    ).toEqual(['get nodes/status Metadata']);
  });

  it('needs bodies where it asks for them', () => {
    expect(
      reached(
        '{ a: { verb: [create, get], objectRef.resource: services, objectRef.subresource: null, requestObject.spec.type: NodePort }, condition: a }',
      ),
    ).toEqual(['create services Request']);
    expect(
      reached(
        '{ a: { verb: get, objectRef.resource: services, objectRef.subresource: null, responseObject.spec.type: NodePort }, condition: a }',
      ),
    ).toEqual(['get services RequestResponse']);
  });

  it('sees of an object that a patch changed everything in the response only', () => {
    const detection =
      '{ a: { verb: [create, patch, delete], objectRef.resource: cronjobs, objectRef.subresource: null, satrap.podSpec.hostNetwork: true }, condition: a }';
    expect(reached(detection)).toEqual([
      'create cronjobs.batch Request',
      'patch cronjobs.batch Request-RequestResponse',
    ]);
  });

  it('can hold without bodies that it would need to know better', () => {
    expect(
      reached(
        '{ a: { verb: create, objectRef.resource: ingresses }, tls: { satrap.object.spec.tls|exists: true }, condition: a and not tls }',
      ),
    ).toEqual(['create ingresses.networking.k8s.io Metadata-Request']);
  });

  it('needs no body for a dry run or a name, which are told elsewhere as well', () => {
    expect(
      reached(
        '{ a: { verb: create, objectRef.resource: secrets }, dry: { satrap.dryRun: "true" }, b: { satrap.name|startswith: bootstrap }, condition: a and b and not dry }',
      ),
    ).toEqual(['create secrets Metadata']);
  });

  it('reaches the custom resources that it names', () => {
    expect(
      reached(
        '{ a: { verb: create, objectRef.resource: externalsecrets, objectRef.apiGroup: external-secrets.io }, condition: a }',
      ),
    ).toEqual(['create externalsecrets.external-secrets.io Metadata']);
  });

  it('reaches paths that are no resource', () => {
    const paths = reached(
      '{ a: { objectRef.resource|exists: false, verb: get, requestURI|startswith: /metrics }, condition: a }',
    );
    expect(paths).toEqual(['get /metrics Metadata']);
  });

  it('is nothing for a condition that no request fulfils', () => {
    expect(reached('{ a: { verb: list }, b: { verb: create }, condition: a and b }')).toEqual([]);
  });
});
