import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  apiserverFlags,
  flagsText,
  kubeadmConfiguration,
} from '../../src/setup/apiserver-flags.ts';

/** What `kube-apiserver --help` of 1.36 lists with "audit" in it. */
const AUDIT_FLAGS = new Set(
  `audit-log-batch-buffer-size audit-log-batch-max-size audit-log-batch-max-wait
  audit-log-batch-throttle-burst audit-log-batch-throttle-enable audit-log-batch-throttle-qps
  audit-log-compress audit-log-format audit-log-maxage audit-log-maxbackup audit-log-maxsize
  audit-log-mode audit-log-path audit-log-truncate-enabled audit-log-truncate-max-batch-size
  audit-log-truncate-max-event-size audit-log-version audit-policy-file
  audit-webhook-batch-buffer-size audit-webhook-batch-max-size audit-webhook-batch-max-wait
  audit-webhook-batch-throttle-burst audit-webhook-batch-throttle-enable
  audit-webhook-batch-throttle-qps audit-webhook-config-file audit-webhook-initial-backoff
  audit-webhook-mode audit-webhook-truncate-enabled audit-webhook-truncate-max-batch-size
  audit-webhook-truncate-max-event-size audit-webhook-version`.split(/\s+/),
);

const FLAGS = apiserverFlags('/etc/kubernetes/satrap');
const valueOf = (name: string) => FLAGS.find((flag) => flag.name === name)?.value;

describe('kube-apiserver flags', () => {
  it('are ones that it has', () => {
    expect(FLAGS.map(({ name }) => name).filter((name) => !AUDIT_FLAGS.has(name))).toEqual([]);
  });

  it('never make API calls wait for satrap, and send at once', () => {
    expect(valueOf('audit-webhook-mode')).toBe('batch');
    expect(valueOf('audit-webhook-batch-max-wait')).toBe('1s');
  });

  it('keep a full batch of the biggest events below 64 MiB', () => {
    expect(valueOf('audit-webhook-truncate-enabled')).toBe('true');
    const bytes = Number(valueOf('audit-webhook-truncate-max-event-size'));
    expect(bytes).toBeGreaterThan(102_400);
    // The apiserver adds "several hundreds of bytes" to an event.
    expect(400 * (bytes + 1000)).toBeLessThanOrEqual(64 * 1024 * 1024);
  });

  it('stand one a line, each below its reason', () => {
    const lines = flagsText(FLAGS).split('\n');
    const flags = lines.filter((line) => line.startsWith('--'));
    expect(flags).toEqual(FLAGS.map(({ name, value }) => `--${name}=${value}`));
    for (const flag of flags) expect(lines[lines.indexOf(flag) - 1]).toMatch(/^# ./);
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
  });

  it("are the kubeadm ClusterConfiguration's, as v1beta4 writes them", () => {
    const text = kubeadmConfiguration(FLAGS, '/etc/kubernetes/satrap');
    const { apiVersion, kind, apiServer } = parse(text) as {
      apiVersion: string;
      kind: string;
      apiServer: { extraArgs: object[]; extraVolumes: { hostPath: string; readOnly: boolean }[] };
    };
    expect([apiVersion, kind]).toEqual(['kubeadm.k8s.io/v1beta4', 'ClusterConfiguration']);
    // Both are strings there: an unquoted number would be refused.
    expect(apiServer.extraArgs).toEqual(FLAGS.map(({ name, value }) => ({ name, value })));
    expect(apiServer.extraVolumes.map(({ hostPath, readOnly }) => [hostPath, readOnly])).toEqual([
      ['/etc/kubernetes/satrap', true],
      ['/var/log/kubernetes/audit', false],
    ]);
  });

  it('name only files that the mounted folders hold', () => {
    const paths = FLAGS.map(({ value }) => value).filter((value) => value.startsWith('/'));
    expect(
      paths.filter(
        (path) => !/^\/(etc\/kubernetes\/satrap|var\/log\/kubernetes\/audit)\//.test(path),
      ),
    ).toEqual([]);
  });
});
