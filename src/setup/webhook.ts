import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installed } from '../installed.ts';
import { apiserverFlags, flagsText, kubeadmConfiguration } from './apiserver-flags.ts';
import {
  type Authority,
  createAuthority,
  hostsOf,
  issue,
  type Pair,
  readAuthority,
  validFor,
} from './certificates.ts';
import { SetupError } from './error.ts';
import { type NewFile, replace, writeNew } from './files.ts';
import { covers, type Host, inUrl, withLocal } from './hosts.ts';
import { BESIDE, readWebhookKubeconfig, webhookKubeconfig } from './kubeconfig.ts';
import { webhookReadme } from './readme.ts';

/** What `satrap setup webhook` writes. */
export interface WebhookSetup {
  /** Where the files go. */
  readonly folder: string;
  /** What the server's certificate is for; kube-apiserver connects to the first. */
  readonly hosts: readonly Host[];
  readonly port: number;
  /** How long the server's and the client's certificates are valid. */
  readonly days: number;
  /** Put the certificates into the kubeconfig instead of naming files beside it. */
  readonly embed: boolean;
  /** Where the files will be on the control-plane nodes. */
  readonly nodeFolder: string;
  readonly now: Date;
}

/** What `--renew` needs to know; no hosts: those of the certificate that is there. */
export type WebhookRenewal = Pick<WebhookSetup, 'folder' | 'hosts' | 'days' | 'now'>;

/** Ten years: who renews the authority must replace it on both sides at once. */
const AUTHORITY_DAYS = 3650;

const POLICY = installed('deploy/audit-policy.yaml');

/** Certificates, kubeconfig, flags and policy for a new webhook; gives the files' names. A `SetupError` when it can't. */
export async function setUpWebhook(setup: WebhookSetup): Promise<string[]> {
  const { folder, hosts, port, days, embed, nodeFolder, now } = setup;
  const day = now.toISOString().slice(0, 10);
  const validity = validFor(Math.max(days, AUTHORITY_DAYS), now);
  const authority = await createAuthority(`satrap webhook CA ${day}`, validity);
  const pairs = await issueBoth(authority, setup);
  const [first] = hosts;
  if (first === undefined) throw new SetupError('no host is named: give --host');
  const server = `https://${inUrl(first)}:${port}/audit`;
  const flags = apiserverFlags(nodeFolder);
  const files = [
    ...filesOf('ca', authority.pair),
    ...pairs.files,
    kubeconfig(server, embed, authority.pair.certificate, pairs.client),
    plain('audit-policy.yaml', await readFile(POLICY, 'utf8')),
    plain('apiserver-flags.txt', flagsText(flags)),
    plain('kubeadm-apiserver.yaml', kubeadmConfiguration(flags, nodeFolder)),
    plain('README.txt', webhookReadme({ host: inUrl(first), port, embed, nodeFolder, days })),
  ];
  await writeNew(folder, files);
  return files.map(({ name }) => name);
}

/**
 * New server and client certificates, with new keys, from the authority in the folder; gives the names of
 * the files that changed. A `SetupError` when it can't.
 */
export async function renewWebhook(renewal: WebhookRenewal): Promise<string[]> {
  const { folder, hosts, now } = renewal;
  const read = (name: string) => readExisting(folder, name);
  const certificate = await read('ca.crt');
  const authority = await readAuthority({ certificate, key: await read('ca.key') });
  if (authority.certificate.notAfter <= now) {
    throw new SetupError(
      'ca.crt has expired: set up a new folder and replace the files on both sides',
    );
  }
  const kept = hosts.length > 0 ? hosts : hostsOf(await read('server.crt'));
  const { server, embedded } = readWebhookKubeconfig(await read('webhook-kubeconfig.yaml'));
  const name = server.hostname.replace(/^\[|\]$/g, '');
  if (!covers(withLocal(kept), name)) {
    throw new SetupError(
      `webhook-kubeconfig.yaml sends to ${name}, which --host leaves out: add it, or set up a new folder`,
    );
  }
  const pairs = await issueBoth(authority, { ...renewal, hosts: kept });
  const files = [
    ...pairs.files,
    ...(embedded ? [kubeconfig(server.href, true, certificate, pairs.client)] : []),
  ];
  await replace(folder, files);
  return files.map(({ name: file }) => file);
}

async function issueBoth(
  authority: Authority,
  { hosts, days, now }: Pick<WebhookSetup, 'hosts' | 'days' | 'now'>,
): Promise<{ client: Pair; files: NewFile[] }> {
  const validity = validFor(days, now);
  const server = await issue(authority, {
    commonName: 'satrap serve',
    usage: 'serverAuth',
    hosts: withLocal(hosts),
    ...validity,
  });
  const client = await issue(authority, {
    commonName: 'kube-apiserver-audit',
    usage: 'clientAuth',
    hosts: [],
    ...validity,
  });
  return { client, files: [...filesOf('server', server), ...filesOf('client', client)] };
}

function kubeconfig(server: string, embed: boolean, authority: string, client: Pair): NewFile {
  const files = embed ? { authority, certificate: client.certificate, key: client.key } : BESIDE;
  const text = webhookKubeconfig(server, files, embed);
  return { name: 'webhook-kubeconfig.yaml', text, secret: true };
}

/** Certificate last: who reloads when it changes finds the key that belongs to it. */
function filesOf(name: string, { certificate, key }: Pair): NewFile[] {
  return [{ name: `${name}.key`, text: key, secret: true }, plain(`${name}.crt`, certificate)];
}

function plain(name: string, text: string): NewFile {
  return { name, text, secret: false };
}

async function readExisting(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'is not there' : `can't be read (${code})`;
    throw new SetupError(
      `${join(folder, name)} ${reason}: --renew needs the folder that 'satrap setup webhook' wrote`,
    );
  }
}
