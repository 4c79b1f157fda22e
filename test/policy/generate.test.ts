import { describe, expect, it } from 'vitest';
import { blindnessOf } from '../../src/needs/blindness.ts';
import { alertingIn, Reach } from '../../src/needs/rule-needs.ts';
import { checkPolicy } from '../../src/policy/check.ts';
import { generatePolicy } from '../../src/policy/generate.ts';
import { NOISE } from '../../src/policy/noise.ts';
import { printPolicy } from '../../src/policy/print.ts';
import { type PolicyFile, readPolicy } from '../../src/policy/read.ts';
import { policyView } from '../../src/policy/view.ts';
import { policy as shipped } from '../deploy/policy.ts';
import { rulesOf } from '../needs/fixtures.ts';
import { loadBundled } from '../rule-tests/bundled.ts';

const reach = new Reach();

/** The policy for detections, as kube-apiserver would read it. */
function generated(detections: Record<string, string>, options = { whole: false, noise: false }) {
  const { detections: rules } = rulesOf(detections);
  const text = printPolicy(generatePolicy(rules, reach, options), ['for a test']);
  const { policy, problems } = readPolicy('policy.yaml', text);
  expect(problems).toEqual([]);
  return { text, rules, file: policy as PolicyFile };
}

const summary = ({ file }: { file: PolicyFile }) =>
  file.policy.rules.map(({ level, verbs, resources, nonResourceURLs }) => {
    const named = resources.flatMap((one) => one.resources.map((name) => `${name}.${one.group}`));
    return [level, verbs.join(), [...named, ...nonResourceURLs].join(' ')].join(' | ');
  });

describe('a generated policy', () => {
  it('logs what the rules ask for, at the level that they need, and nothing else', () => {
    const policy = generated({
      read: '{ a: { verb: [list, watch], objectRef.resource: secrets }, condition: a }',
      port: '{ a: { verb: [create, patch], objectRef.resource: services, objectRef.subresource: null, satrap.object.spec.type: NodePort }, condition: a }',
      metrics:
        '{ a: { verb: get, objectRef.resource|exists: false, requestURI|startswith: /metrics }, condition: a }',
    });
    expect(summary(policy)).toEqual([
      'RequestResponse | patch | services.',
      'Request | create | services.',
      'Metadata | list,watch | secrets.',
      'Metadata | get | /metrics*',
    ]);
    expect(policy.file.policy.omitStages).toEqual(['RequestReceived']);
  });

  it('logs everything, and drops the noise, where a rule may be about anything', () => {
    const any = { any: '{ a: { user.username: eve }, condition: a }' };
    const policy = generated(any);
    expect(policy.file.policy.rules).toHaveLength(NOISE.length + 1);
    expect(summary(policy).at(-1)).toBe('Metadata |  | ');
    expect(summary(generated(any, { whole: false, noise: true }))).toEqual(['Metadata |  | ']);
    expect(summary(generated({}, { whole: true, noise: true }))).toEqual(['Metadata |  | ']);
  });

  it('never logs credentials, whatever a rule asks for', () => {
    const body = (verb: string, resource: string) =>
      `{ a: { verb: ${verb}, objectRef.resource: ${resource}, responseObject.data: x }, condition: a }`;
    const policy = generated({
      secrets: body('get', 'secrets'),
      configs: body('create', 'configmaps'),
      tokens: body('create', 'serviceaccounts'),
      reviews: body('create', 'tokenreviews'),
    });
    expect(summary(policy).sort()).toEqual([
      'Metadata |  | tokenreviews.authentication.k8s.io',
      'Metadata | create | configmaps.',
      'Metadata | get | secrets.',
      'Request |  | serviceaccounts/token.',
      'RequestResponse | create | serviceaccounts.',
    ]);
  });

  it('drops the noise that the shipped policy drops', () => {
    const drops = shipped.rules.filter(({ level }) => level === 'None');
    expect(NOISE.map(({ rule }) => rule)).toEqual(drops);
  });
});

describe('the policy for the bundled rules', async () => {
  const { rules } = await loadBundled();
  const all = alertingIn(rules);
  const text = printPolicy(generatePolicy(all, reach, { whole: true, noise: false }), []);
  const file = readPolicy('policy.yaml', text).policy as PolicyFile;

  it('leaves no doubt', () => {
    expect(checkPolicy(file)).toEqual([]);
  });

  it('blinds only rules that need the contents of Secrets or ConfigMaps', () => {
    const { rules: missing } = blindnessOf(all, reach, policyView(file.policy));
    const blind = missing.filter(({ sight, reasons }) => sight === 'none' && reasons.length > 0);
    const requests = blind.flatMap(({ reasons }) => reasons.flatMap((reason) => reason.requests));
    expect(requests.filter((one) => !/ (secrets|configmaps)$/.test(one))).toEqual([]);
  });
});
