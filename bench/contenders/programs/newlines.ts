/**
 * Prints how many lines a file has:
 *   node bench/contenders/programs/newlines.ts LOG
 */
import { blocksOf } from './blocks.ts';

let lines = 0;
for (const block of blocksOf(process.argv[2] ?? '')) {
  lines++;
  for (let at = block.indexOf(10); at >= 0; at = block.indexOf(10, at + 1)) lines++;
}
process.stdout.write(`${lines}\n`);
