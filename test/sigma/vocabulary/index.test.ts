import { describe, expect, it } from 'vitest';
import { loadRules } from '../../../src/sigma/index.ts';

describe('a rule that no audit event can match', () => {
  const warningsOf = (selection: string) => {
    const text = `
title: Something That Is Never There
logsource: { product: kubernetes, service: audit }
detection:
    selection: { ${selection} }
    condition: selection
`;
    return loadRules([{ path: 'rule.yml', text }]).problems;
  };

  it.each([
    ['verb: patch, apiGroup: apps, objectRef.resource: deployments', 'apiGroup'],
    ["objectRef.resource: pods, hostPath: '*'", 'hostPath'],
    ["objectRef.resource: pods, capabilities: '*'", 'capabilities'],
    ["responseStatus.code: 'ALLOW'", 'ALLOW'],
    ['verb: [create, replace]', 'replace'],
  ])('is warned about when it is loaded: %s', (selection, culprit) => {
    const problems = warningsOf(selection);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ severity: 'warning', file: 'rule.yml', line: 5 });
    expect(problems[0]?.message).toContain(culprit);
  });

  it('is told from one that may, by patterns too', () => {
    expect(warningsOf("verb|startswith: repl, objectRef.resource: 'pods/*'")).toEqual([]);
    expect(warningsOf('verb: update, objectRef.apiGroup: apps')).toEqual([]);
  });
});
