/**
 * Prints the audit ids of ServiceAccounts' lists of Secrets, found the plain way: newlines are looked
 * for, and every line is parsed.
 *   node bench/contenders/programs/json-parse.ts LOG
 */
import { blocksOf } from './blocks.ts';
import { listsSecrets, parseEvent, text } from './query.ts';

const found: (string | undefined)[] = [];
for (const block of blocksOf(process.argv[2] ?? '')) {
  for (let start = 0; start < block.length; ) {
    const newline = block.indexOf(10, start);
    const end = newline < 0 ? block.length : newline;
    const event = parseEvent(block.toString('utf8', start, end));
    if (listsSecrets(event)) found.push(event.auditID);
    start = end + 1;
  }
}
process.stdout.write(text(found));
