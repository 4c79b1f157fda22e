import type { Micros } from '../../src/types.ts';
import type { Client, Draft } from './cluster.ts';
import { type Line, linesOf } from './event.ts';
import type { Random } from './random.ts';

/** Collects requests and gives them back as lines in the order in which a kube-apiserver writes them. */
export interface Log {
  send(at: Micros, client: Client, draft: Draft): void;
  /** The lines so far, by stage time. */
  lines(): Line[];
}

export function createLog(random: Random): Log {
  const lines: Line[] = [];
  return {
    send(at, client, draft) {
      const { ip, agent } = client;
      const jitter = random.between(0, 999_999);
      const took = draft.took ?? random.between(1100, 9900);
      const request = { ...draft, took, auditID: random.uuid(), ip, agent };
      lines.push(...linesOf({ ...request, at: at + jitter, user: client.user(at) }));
    },
    lines: () => [...lines].sort((a, b) => a.time - b.time),
  };
}

/** Lines as the content of a file. */
export function textOf(lines: readonly Line[]): string {
  return lines.map((line) => `${line.text}\n`).join('');
}
