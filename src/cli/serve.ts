import type { Command } from 'commander';
import { addLiveFlags, type LiveFlags } from './live-flags.ts';

/** What `satrap serve` can be told; the rest is configuration. */
export interface ServeFlags extends LiveFlags {
  readonly listen?: string;
}

const EXAMPLES = `
Examples:
  satrap setup webhook --host 10.96.0.50 --out webhook       # certificates, kubeconfig, flags
  satrap serve --listen 0.0.0.0:8443 --tls-cert webhook/server.crt --tls-key webhook/server.key \\
    --client-ca webhook/ca.crt

Events are on the disk before kube-apiserver gets its answer. SIGHUP reads rules and certificates anew;
SIGTERM finishes what was accepted and ends it.
`;

/** Adds `satrap serve`. */
export function addServe(program: Command, done: (code: number) => void): void {
  const command = program
    .command('serve')
    .summary('be the audit webhook of kube-apiserver, and alert at once')
    .description(
      'Receives events from the audit webhook backend of kube-apiserver, keeps them in a spool of ' +
        'ordinary audit logs, runs detection rules, and delivers alerts. POST goes to /audit.',
    )
    .addHelpText('after', EXAMPLES);
  addLiveFlags(command)
    .option('--listen <host:port>', 'where to listen (default: 127.0.0.1:8443)')
    .option('--tls-cert <file>', 'the server’s certificate chain, as PEM')
    .option('--tls-key <file>', 'its key, as PEM')
    .option('--client-ca <file>', 'the CA that clients’ certificates must come from, as PEM')
    .option('--token <where>', 'the bearer token that clients must send: file:PATH or env:NAME')
    .option('--secret-path <where>', 'the only URL path that takes events: file:PATH or env:NAME')
    .option('--insecure-http', 'plain HTTP instead of HTTPS, on loopback')
    .option('--insecure-http-beyond-loopback', 'plain HTTP on other addresses too')
    .action(async (flags: ServeFlags) => {
      const { runServe } = await import('./serve-run.ts');
      done(await runServe(flags));
    });
}
