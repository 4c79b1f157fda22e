import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { identityOf } from '../../src/accounts/identity.ts';
import { manifestsFor } from '../../src/accounts/manifests.ts';
import { roleYaml } from '../../src/accounts/role-yaml.ts';
import type { AuditRecord } from '../../src/types.ts';
import { APP, did, rolesFor } from './fixtures.ts';

const grantingsFor = (records: readonly AuditRecord[], user = APP) =>
  manifestsFor(identityOf(user), rolesFor(records));

describe('roles as YAML', () => {
  it('say for each rule what it rests on', () => {
    const yaml = roleYaml(grantingsFor([did('get configmaps prod/a')]), ['A heading.', '']);
    expect(yaml.replace(/10:\d\d:\d\d/, '10:00:01')).toBe(`# A heading.
#
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: "satrap:prod:app"
  namespace: prod
rules:
  # 1 request, 2026-11-20T10:00:01Z
  - apiGroups: [""]
    resources: [configmaps]
    resourceNames: [a]
    verbs: [get]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: "satrap:prod:app"
  namespace: prod
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: "satrap:prod:app"
subjects:
  - kind: ServiceAccount
    name: app
    namespace: prod
`);
  });

  it('parse to the same objects, whatever names a log has', () => {
    const names = [
      'yes',
      '12',
      '1e3',
      '',
      '- x',
      'a: b',
      '#',
      '"',
      '\n---\nkind: Evil',
      '\u001b[2J',
      '*',
      '&a',
      '0x1f',
      '~',
    ];
    const records = names.map((name) =>
      did('get secrets prod/x', {
        objectRef: { resource: 'secrets', namespace: `n${name}`, name },
      }),
    );
    const grantings = grantingsFor([...records, did('get /metrics'), did('get /a: b')]);
    const yaml = roleYaml(grantings, ['# a\n---\nb']);
    const objects = parseAllDocuments(yaml).flatMap((document) => {
      expect(document.errors).toEqual([]);
      return (document.toJS() as object | null) ?? [];
    });
    expect(objects).toEqual(grantings.flatMap(({ role, binding }) => [role, binding]));
    expect(yaml).not.toContain('\u001b');
  });

  it('bind users by name, and name roles so that the API takes it', () => {
    const [granting] = grantingsFor([did('get /metrics')], 'https://idp/alice smith');
    expect(granting?.role.metadata.name).toBe('satrap:https:--idp-alice-smith');
    expect(granting?.binding.subjects).toEqual([
      { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'https://idp/alice smith' },
    ]);
  });
});
