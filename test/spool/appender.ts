/** Appends numbered lines to a spool until it is killed, and says which are acknowledged. */
import { writeSync } from 'node:fs';
import { openSpool } from '../../src/spool/index.ts';

const [, , folder = '', from = '0'] = process.argv;
const spool = await openSpool({ folder, segmentBytes: 200_000 });
let next = Number(from);

async function appendOn(): Promise<void> {
  for (;;) {
    const number = next++;
    const lines = Array.from(
      { length: 10 },
      (_, n) => `{"n":${number},"i":${n},"fill":"${'x'.repeat(300)}"}\n`,
    );
    await spool.append(Buffer.from(lines.join('')));
    writeSync(1, `${number}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, appendOn));
