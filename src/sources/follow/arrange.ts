import type { Scan } from './placing.ts';
import { isWrittenTo } from './siblings.ts';
import type { Tracked } from './tracked.ts';

/** Takes down what there is, in order. */
export function arrange({ log, context, seen, placed }: Scan): void {
  const ranks = new Map<Tracked, number>();
  const currents = new Set<Tracked>();
  const bySeen = new Map([...placed].map(([file, { inode }]) => [inode, file]));
  for (const { inode, current } of seen) {
    const file = bySeen.get(inode);
    if (file === undefined) continue;
    ranks.set(file, ranks.size);
    if (current) currents.add(file);
  }
  log.ranks = ranks;
  log.currents = currents;
  log.queue = [...context.memory.ofLog(log.named.key)]
    .filter((file) => !file.ended)
    .sort((a, b) => (ranks.get(a) ?? -1) - (ranks.get(b) ?? -1));
  const inodes = new Map(seen.map(({ path, inode }) => [path, inode]));
  const leads = new Map<string, string | undefined>();
  for (const [real, asked] of log.named.named) {
    if (isWrittenTo(asked)) leads.set(asked, inodes.get(real));
  }
  log.leads = leads;
}
