import { type PolicyFile, readPolicy } from '../../src/policy/read.ts';

/** A policy with these rules, as YAML. Line 1 is the first of the policy, its rules begin in line 4. */
export function policyOf(rules: string, head = 'omitStages: [RequestReceived]'): PolicyFile {
  const text = `${head}\napiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n${rules}\n`;
  const { policy, problems } = readPolicy('policy.yaml', text);
  if (policy === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return policy;
}
