/** The folder that satrap is installed in, or checked out: its sources lie one below it, and so does what is built of them. */
const ROOT = new URL('..', import.meta.url);

/** Where a file or a folder of satrap's is, by its path from the root of the repository. */
export function installed(path: string): URL {
  return new URL(path, ROOT);
}
