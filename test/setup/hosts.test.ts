import { checkServerIdentity } from 'node:tls';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, hostNote, inUrl, parseHosts, withLocal } from '../../src/setup/hosts.ts';

const hostsOf = (...texts: string[]) => parseHosts(texts).hosts.map(({ value }) => value);
const complaint = (text: string) => parseHosts([text]).problems.map(({ message }) => message);

describe('hosts', () => {
  it('takes names and addresses, by comma and repeated, each once', () => {
    expect(hostsOf('10.96.0.50, satrap.example.com', 'SATRAP.example.com', 'fd00:0::1')).toEqual([
      '10.96.0.50',
      'satrap.example.com',
      'fd00::1',
    ]);
  });

  it('tells addresses from names', () => {
    const { hosts } = parseHosts(['10.0.0.1,::1,a-1.b']);
    expect(hosts.map(({ type }) => type)).toEqual(['ip', 'ip', 'dns']);
  });

  it.each([
    ['https://satrap.example.com', 'URL'],
    ['satrap.example.com:8443', '--port'],
    ['10.0.0.1:8443', '--port'],
    ['[fd00::1]', 'brackets'],
    ['[fd00::1]:8443', '--port'],
    ['10.0.0.0/8', 'prefix'],
    ['satrap.example.com/audit', 'path'],
    ['fe80::1%eth0', 'zone'],
    ['0.0.0.0', 'listen'],
    ['::', 'listen'],
    ['::ffff:10.0.0.1', 'IPv4'],
    ['10.0.0.256', 'neither'],
    ['010.0.0.1', 'neither'],
    ['a..b', 'not a host name'],
    ['-a.b', 'not a host name'],
    ['a_b', 'not a host name'],
    ['a b', 'not a host name'],
    ['a\nb', 'not ASCII'],
    [`${'a'.repeat(64)}.b`, 'not a host name'],
    [`${'a.'.repeat(127)}a`, '253'],
    ['münchen.example', 'xn--'],
    ['a.b.', 'dot'],
    ['', 'empty'],
    ['*.com', 'too wide'],
    ['*', 'too wide'],
    ['a.*.com', 'wildcard'],
    ['*.example.com', 'first'],
  ])('refuses %j and says what to do', (text, part) => {
    expect(complaint(text).join()).toContain(part);
  });

  it('takes a wildcard behind the name to connect to', () => {
    expect(hostsOf('a.example.com,*.example.com')).toEqual(['a.example.com', '*.example.com']);
  });

  it('gives every problem at once', () => {
    expect(complaint('https://a,b:1,0.0.0.0')).toHaveLength(3);
  });

  it('adds the machine itself, once', () => {
    const { hosts } = parseHosts(['localhost,a']);
    expect(withLocal(hosts).map(({ value }) => value)).toEqual([
      'localhost',
      'a',
      '127.0.0.1',
      '::1',
    ]);
  });

  it('puts IPv6 into brackets in a URL', () => {
    expect(inUrl({ type: 'ip', value: 'fd00::1' })).toBe('[fd00::1]');
    expect(inUrl({ type: 'dns', value: 'a.b' })).toBe('a.b');
  });

  it.each([
    ['satrap.satrap.svc', true],
    ['satrap.satrap.svc.cluster.local', true],
    ['satrap.example.com', false],
    ['svc', false],
    ['10.96.0.50', false],
  ])('warns where only the cluster could resolve %s: %s', (text, warned) => {
    const [first] = parseHosts([text]).hosts;
    expect(hostNote(first as never) !== undefined).toBe(warned);
  });

  it('covers what TLS clients would accept', () => {
    const label = fc.stringMatching(/^[a-z][a-z0-9]{0,4}$/);
    const name = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
    const pattern = fc.tuple(fc.boolean(), name).map(([wild, text]) => (wild ? `*.${text}` : text));
    fc.assert(
      fc.property(
        fc.array(pattern, { minLength: 1, maxLength: 3 }),
        name,
        label,
        (list, other, one) => {
          const { hosts } = parseHosts(['first.invalid.test', ...list]);
          for (const asked of [other, ...list.map((text) => text.replace('*', one))]) {
            const subjectaltname = hosts.map(({ value }) => `DNS:${value}`).join(', ');
            const refused = checkServerIdentity(asked, { subject: {}, subjectaltname } as never);
            expect(covers(hosts, asked)).toBe(refused === undefined);
          }
        },
      ),
    );
  });
});
