import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Window } from '../../src/parsers/window.ts';

describe('window', () => {
  it('has the bytes from where they are kept, whatever becomes of the chunks', () => {
    const steps = fc.array(fc.tuple(fc.uint8Array({ maxLength: 9 }), fc.nat(9)), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (chunks) => {
        const window = new Window();
        let all = Buffer.alloc(0);
        for (const [bytes, drop] of chunks) {
          const chunk = Uint8Array.from(bytes);
          window.push(chunk);
          all = Buffer.concat([all, chunk]);
          expect(window.bytes).toEqual(all.subarray(window.base));
          window.keep(Math.min(all.length, window.base + drop));
          chunk.fill(0);
          expect(window.bytes).toEqual(all.subarray(window.base));
        }
      }),
    );
  });
});
