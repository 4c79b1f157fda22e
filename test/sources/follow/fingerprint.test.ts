import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extend, fingerprint, fits, NO_HEAD } from '../../../src/sources/follow/fingerprint.ts';

const headOf = (text: string) => extend(NO_HEAD, 0, Buffer.from(text));

describe('a fingerprint', () => {
  it('fits what grew from the file that it was taken of, and nothing else', () => {
    const print = fingerprint(headOf('first'));
    expect(fits(print, headOf('first'))).toBe(true);
    expect(fits(print, headOf('first and more'))).toBe(true);
    expect(fits(print, headOf('fir'))).toBe(false);
    expect(fits(print, headOf('other and more'))).toBe(false);
    expect(fits(fingerprint(NO_HEAD), headOf('anything'))).toBe(true);
  });

  it('covers 1024 bytes', () => {
    const print = fingerprint(headOf('x'.repeat(2000)));
    expect(print).toMatchObject({ start: 0, length: 1024 });
    expect(fits(print, headOf(`${'x'.repeat(1024)}y`))).toBe(true);
    expect(fits(print, headOf(`${'x'.repeat(1023)}y`))).toBe(false);
  });

  it('begins behind a hole', () => {
    const holed = fingerprint(headOf(`${'\0'.repeat(5000)}first`));
    expect(holed).toEqual({ ...fingerprint(headOf('first')), start: 5000 });
    expect(fits(holed, headOf(`${'\0'.repeat(6000)}first`))).toBe(false);
  });

  it('is the same however the file is cut into blocks', () => {
    fc.assert(
      fc.property(
        fc.nat(1500),
        fc.nat(1500),
        fc.array(fc.integer({ min: 1, max: 900 })),
        (zeros, length, cuts) => {
          const bytes = Buffer.from('\0'.repeat(zeros) + 'abc'.repeat(length));
          let head = NO_HEAD;
          let at = 0;
          for (const cut of [...cuts, bytes.length]) {
            head = extend(head, at, bytes.subarray(at, at + cut));
            at += cut;
          }
          expect(fingerprint(head)).toEqual(fingerprint(extend(NO_HEAD, 0, bytes)));
        },
      ),
    );
  });
});
