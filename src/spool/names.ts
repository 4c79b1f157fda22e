import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The segment that is being written. */
export const CURRENT = 'audit.log';

const ROTATED = /^audit-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d[.]\d{3})[.]log(?:[.]gz)?(?:[.]tmp)?$/;

/** What a rotated segment is called, as kube-apiserver's log backend calls its own. Milliseconds since 1970. */
export function rotatedName(time: number): string {
  const stamp = new Date(time).toISOString().slice(0, 23).replaceAll(':', '-');
  return `audit-${stamp}.log`;
}

/** When a segment was rotated by its name, compressed or not; `undefined` for every other name. */
export function rotatedAt(name: string): number | undefined {
  const stamp = ROTATED.exec(name)?.[1];
  if (stamp === undefined) return undefined;
  const [day = '', time = ''] = stamp.split('T');
  const at = Date.parse(`${day}T${time.replaceAll('-', ':')}Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** What a folder holds. */
export interface FolderUse {
  /** Of all its files. */
  readonly bytes: number;
  /** The newest time in the name of a rotated segment; 0 where there is none. */
  readonly newest: number;
}

/** Adds up a folder. Files that vanish meanwhile count nothing. */
export async function measureFolder(folder: string): Promise<FolderUse> {
  let bytes = 0;
  let newest = 0;
  for (const name of await readdir(folder)) {
    newest = Math.max(newest, rotatedAt(name) ?? 0);
    bytes += await sizeOf(join(folder, name));
  }
  return { bytes, newest };
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
