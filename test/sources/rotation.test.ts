import { describe, expect, it } from 'vitest';
import { compareRotations, looksLikeLog, parseRotation } from '../../src/sources/rotation.ts';

describe('names of rotated logs', () => {
  it.each([
    ['audit.log', 'audit.log', '', 0],
    ['audit-2026-11-20T10-00-00.000.log', 'audit.log', '20261120100000000', 0],
    ['audit-2026-11-20T10-00-00.000.log.gz', 'audit.log', '20261120100000000', 0],
    ['audit-2026-11-20T10-00-00.000.log.1.gz', 'audit.log', '20261120100000000', 1],
    ['audit-2026-11-20T10-00-00.000', 'audit', '20261120100000000', 0],
    ['audit.log.12', 'audit.log', '', 12],
    ['audit.log.2.zst', 'audit.log', '', 2],
    ['audit.log-20261120', 'audit.log', '20261120', 0],
    ['audit.log-20261120.gz', 'audit.log', '20261120', 0],
    ['audit.log-2026112010', 'audit.log', '2026112010', 0],
    ['audit-20261120.log', 'audit.log', '20261120', 0],
    ['audit.2026-11-20.log', 'audit.log', '20261120', 0],
    ['audit.log.2026-11-20', 'audit.log', '20261120', 0],
    ['kube-apiserver-audit-2026-11-20.json', 'kube-apiserver-audit.json', '20261120', 0],
    ['audit-1.log', 'audit-1.log', '', 0],
    ['node-10-0-0-7.log', 'node-10-0-0-7.log', '', 0],
  ])('%s belongs to %s', (name, log, stamp, count) => {
    expect(parseRotation(name)).toMatchObject({
      log,
      count,
      stamp: stamp === '' ? '' : stamp.padEnd(20, '0'),
    });
  });

  it('are put in order, oldest first', () => {
    const ordered = [
      'audit.log.10',
      'audit.log.2.gz',
      'audit.log.1',
      'audit.log-20261118',
      'audit-2026-11-20T10-00-00.000.log.1',
      'audit-2026-11-20T10-00-00.000.log',
      'audit-2026-11-20T10-00-00.001.log.gz',
      'audit-2026-11-20T11-00-00.000.log',
      'audit.log',
    ];
    const files = ordered
      .toSorted()
      .map((name) => ({ name: parseRotation(name), modified: 0n, name0: name }));
    expect(files.toSorted(compareRotations).map(({ name0 }) => name0)).toEqual(ordered);
  });

  it('without a time or a number go by modification', () => {
    const [old, young] = [1n, 2n].map((modified) => ({ name: parseRotation('a.log.1'), modified }));
    expect(compareRotations(old!, young!)).toBe(-1);
    expect(compareRotations(young!, old!)).toBe(1);
  });
});

describe('names of logs', () => {
  it.each([
    'a.log',
    'a.json',
    'a.jsonl',
    'a.ndjson',
    'A.LOG.GZ',
    'a.log.1',
    'a.json.zst',
    'a-20261120.log.gz',
  ])('%s is one', (name) => expect(looksLikeLog(name)).toBe(true));
  it.each(['a.txt', 'a', 'log', 'a.log.bak', 'a.gz', 'a.yaml', 'a.log.swp'])('%s is none', (name) =>
    expect(looksLikeLog(name)).toBe(false),
  );
});
