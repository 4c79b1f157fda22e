import { spawn } from 'node:child_process';

/**
 * Runs a shell script when this process ends in whatever way, SIGKILL included: a shell waits at the other
 * end of a pipe that then closes. Gives what calls it off.
 */
export function lastWill(script: string, ...args: readonly string[]): () => void {
  const shell = spawn('sh', ['-c', `read -r line || { ${script}; }`, 'sh', ...args], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // A signal to the terminal's processes must not reach it.
    detached: true,
  });
  shell.stdin.on('error', () => {});
  shell.unref();
  (shell.stdin as unknown as { unref(): void }).unref();
  return () => shell.stdin.end('called off\n');
}
