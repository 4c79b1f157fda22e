import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, ONE_RULE, satrap } from './run.ts';

const SHIPPED = resolve(import.meta.dirname, '../../deploy/audit-policy.yaml');
const POLICY = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n';

describe('satrap policy', () => {
  it('generates for chosen rules, and says for how many', async () => {
    const { code, stdout, stderr } = await satrap(['policy', 'generate', '--tag', 'satrap.k01']);
    expect(code).toBe(0);
    expect(stdout).toContain(
      'verbs: [create, update]\n    resources:\n      - { group: "", resources: [services] }',
    );
    expect(stdout).not.toContain('[secrets]');
    expect(stderr).toContain('a policy for 1 rule\n');
  });

  it('generates for all rules, and names those that it leaves blind for the sake of secrets', async () => {
    const { stdout, stderr } = await satrap(['policy', 'generate', '--level', 'medium']);
    expect(stdout.trimEnd().endsWith('- level: Metadata')).toBe(true);
    expect(stderr).toMatch(/a policy for \d+ rules; left blind.*sa_token_secret_created/);
  });

  it('generates nothing for no rule', async () => {
    const { code, stdout, stderr } = await satrap([
      'policy',
      'generate',
      ...ONE_RULE,
      '--tag',
      'satrap.z99',
    ]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('no rule has these tags');
  });

  it('checks: doubts with file and line, then what rules miss, and why', async () => {
    const folder = await folderWith({
      'policy.yaml': `${POLICY}omitStages: [ResponseStarted]\nrules:\n  - level: Request\n`,
    });
    const file = join(folder, 'policy.yaml');
    const { code, stdout, stderr } = await satrap(['policy', 'check', file]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/policy\.yaml:3:1: warning: omitting ResponseStarted hides/);
    expect(stderr).toMatch(/policy\.yaml:5:5: warning: this writes to the log Secrets/);
    expect(stdout).toMatch(
      /role_with_wildcards\n.*patch .*: Request \(.*policy\.yaml:5\), needs RequestResponse/,
    );
  });

  it('checks: errors with line and column, exit code 2', async () => {
    const folder = await folderWith({ 'policy.yaml': `${POLICY}rules:\n  - level: All\n` });
    const check = ['policy', 'check', ...ONE_RULE];
    const { code, stderr } = await satrap([...check, join(folder, 'policy.yaml')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/policy\.yaml:4:12: error: rules\[0\]\.level must be one of/);
    expect((await satrap([...check, join(folder, 'none.yaml')])).code).toBe(2);
  });
});

describe('satrap rules coverage', () => {
  it('prints the catalogue with its rules, for people and for programs', async () => {
    const { code, stdout } = await satrap(['rules', 'coverage', '-o', 'text']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/c01 +secrets-dump +Metadata +high +sa_lists_secrets_all_namespaces/);
    expect(stdout).toMatch(/\d+ of 161 detections, \d+ of 20 chains, \d+ rules\n$/);
    const json = JSON.parse((await satrap(['rules', 'coverage'])).stdout) as {
      detections: { code: string; rules: { name: string; audit: string; auditForAll: string }[] }[];
    };
    const wildcards = json.detections.find(({ code: one }) => one === 'd06');
    expect(wildcards?.rules).toContainEqual({
      name: 'role_with_wildcards',
      level: 'high',
      audit: 'Request',
      auditForAll: 'RequestResponse',
    });
  });

  it('says which rules a policy blinds', async () => {
    const { code, stdout } = await satrap(['rules', 'coverage', '--policy', SHIPPED]);
    expect(code).toBe(0);
    const { rules, totals } = JSON.parse(stdout) as {
      rules: { name: string; sees: string; reasons: object[] }[];
      totals: Record<string, number>;
    };
    expect(rules).toContainEqual(
      expect.objectContaining({
        name: 'credentials_in_configmap',
        sees: 'none',
        reasons: [
          expect.objectContaining({
            logged: 'Metadata',
            needs: 'Request',
            line: expect.any(Number),
          }),
        ],
      }),
    );
    expect(totals.all).toBeGreaterThan(rules.length);
  });

  it('says which rules a log can’t feed', async () => {
    const event = (changes: object) =>
      JSON.stringify({
        kind: 'Event',
        apiVersion: 'audit.k8s.io/v1',
        level: 'Metadata',
        stage: 'ResponseComplete',
        verb: 'create',
        requestURI: '/x',
        user: { username: 'alice' },
        objectRef: { resource: 'clusterrolebindings', apiGroup: 'rbac.authorization.k8s.io' },
        stageTimestamp: '2026-11-20T10:00:00.000000Z',
        ...changes,
      });
    const folder = await folderWith({ 'audit.log': `${event({})}\n` });
    const log = join(folder, 'audit.log');
    const { code, stdout } = await satrap(['rules', 'coverage', '--log', log, '-o', 'text']);
    expect(code).toBe(0);
    expect(stdout).toContain('no event of stage ResponseStarted');
    expect(stdout).toMatch(
      /cluster_admin_bound\n +create clusterrolebindings.*: Metadata, needs Request/,
    );
    const empty = await folderWith({ 'audit.log': 'nothing\n' });
    expect((await satrap(['rules', 'coverage', ...ONE_RULE, '--log', empty])).code).toBe(3);
  });

  it('asks one question at a time', async () => {
    const { code, stderr } = await satrap(['rules', 'coverage', '--log', 'a', '--policy', SHIPPED]);
    expect(code).toBe(2);
    expect(stderr).toContain('one at a time');
  });
});
