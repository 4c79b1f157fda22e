import { randomUUID } from 'node:crypto';
import type { Answer, Caller, Identity } from '../cluster/caller.ts';
import type { Cluster } from '../cluster/index.ts';
import type { Call } from './truth.ts';

/** Somebody who makes requests, and each of them is noted. What isn't answered with `code` is an error. */
export interface Hand {
  get(code: number, path: string): Promise<string>;
  post(code: number, path: string, body: object): Promise<string>;
  put(code: number, path: string, body: object): Promise<string>;
  /** A merge patch, unless told otherwise. */
  patch(code: number, path: string, body: object, type?: string): Promise<string>;
  delete(code: number, path: string): Promise<string>;
  /** An exec, which is a WebSocket's GET. */
  exec(code: number, path: string): Promise<void>;
}

/** Makes a hand; `note` is told of each request when it is answered. */
export function createHand(cluster: Cluster, who: Identity, note: (call: Call) => void): Hand {
  let auditID = '';
  const caller = cluster.caller({ ...who, auditID: () => auditID });
  const make = async (
    code: number,
    path: string,
    how: (by: Caller) => Promise<Answer>,
  ): Promise<string> => {
    const own = randomUUID();
    // Read before `how` waits for anything.
    auditID = own;
    const answer = await how(caller);
    note({ auditID: own, code: answer.code });
    if (answer.code !== code) {
      throw new Error(
        `${path}: expected ${code}, got ${answer.code}: ${answer.text.slice(0, 300)}`,
      );
    }
    return answer.text;
  };
  const send =
    (method: 'POST' | 'PUT' | 'PATCH', usual = 'application/json') =>
    (code: number, path: string, body: object, type = usual) =>
      make(code, path, (by) => by.send(method, path, body, type));
  return {
    get: (code, path) => make(code, path, (by) => by.get(path)),
    post: send('POST'),
    put: send('PUT'),
    patch: send('PATCH', 'application/merge-patch+json'),
    delete: (code, path) => make(code, path, (by) => by.send('DELETE', path)),
    async exec(code, path) {
      await make(code, path, async (by) => ({
        code: await by.upgrade(path, 'websocket'),
        text: '',
      }));
    },
  };
}
