/**
 * Records `samples/real-cluster` and `test/fixtures/real`: a real control plane, the attack and the ordinary
 * day of `test/e2e`, and what kube-apiserver wrote and posted meanwhile. `npm run record-samples`; takes a
 * minute once the binaries are built. Ids and times differ with every run, what happens doesn't.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readLines } from '../test/e2e/analysis.ts';
import { type Binaries, findBinaries } from '../test/e2e/binaries.ts';
import { startEventCollector } from '../test/e2e/cluster/event-collector.ts';
import { startCluster } from '../test/e2e/cluster/index.ts';
import { createAuthority } from '../test/e2e/cluster/pki.ts';
import { createEndpoint } from '../test/e2e/live/index.ts';
import { attack } from '../test/e2e/scenario/attack.ts';
import { ordinaryDay } from '../test/e2e/scenario/ordinary.ts';
import { createWorld } from '../test/e2e/scenario/world.ts';

const ROOT = join(import.meta.dirname, '..');

/** What was recorded of the attack. */
interface Recording {
  readonly lines: readonly string[];
  /** Bodies as they were posted. */
  readonly posts: readonly string[];
}

async function recordAttack(binaries: Binaries): Promise<Recording> {
  const folder = await mkdtemp(join(tmpdir(), 'satrap-record-'));
  try {
    const authority = await createAuthority('satrap audit');
    const { port, kubeconfig } = await createEndpoint(folder, authority);
    await using collector = await startEventCollector(port, authority);
    const audit = { webhookConfig: kubeconfig, webhookWait: 50 };
    await using cluster = await startCluster({ binaries, audit });
    await using world = await createWorld(cluster);
    await attack(world, { burst: 0, tokenDeath: true });
    await cluster.finish();
    const posts = collector.posts.map(({ body }) => body);
    return { lines: await readLines(cluster.apiserver.auditLog), posts };
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function recordOrdinaryDay(binaries: Binaries): Promise<readonly string[]> {
  await using cluster = await startCluster({ binaries });
  await ordinaryDay(cluster);
  await cluster.finish();
  return readLines(cluster.apiserver.auditLog);
}

/** The first event of each kind that a parser or a rule must get right, by the name of its file. */
const KINDS: Readonly<Record<string, (event: Fields) => boolean>> = {
  'not-authenticated': ({ responseStatus }) => responseStatus?.code === 401,
  'denied-account': ({ responseStatus, user }) =>
    responseStatus?.code === 403 && user.username === 'system:serviceaccount:shop:cart',
  'exec-started': ({ objectRef, stage, responseStatus }) =>
    objectRef?.subresource === 'exec' &&
    stage === 'ResponseStarted' &&
    responseStatus?.code === 101,
  'exec-complete': ({ objectRef, stage, responseStatus }) =>
    objectRef?.subresource === 'exec' &&
    stage === 'ResponseComplete' &&
    responseStatus?.code === 101,
  'token-request-by-kubelet': ({ objectRef, user }) =>
    objectRef?.subresource === 'token' && user.username === 'system:node:worker-1',
  'bound-token': ({ user, userAgent, responseStatus }) =>
    user.username === 'system:serviceaccount:shop:cart' &&
    userAgent.startsWith('curl/') &&
    responseStatus?.code === 200,
  'legacy-token': ({ annotations }) => 'authentication.k8s.io/legacy-token' in (annotations ?? {}),
  'stale-token': ({ annotations }) => 'authentication.k8s.io/stale-token' in (annotations ?? {}),
  'watch-started': ({ verb, stage, userAgent }) =>
    verb === 'watch' && stage === 'ResponseStarted' && userAgent.startsWith('cart/'),
  'watch-complete': ({ verb, stage, userAgent }) =>
    verb === 'watch' && stage === 'ResponseComplete' && userAgent.startsWith('cart/'),
  'impersonated-by-account': ({ impersonatedUser, user }) =>
    impersonatedUser !== undefined && user.username === 'system:serviceaccount:ci:deployer',
  'impersonated-by-person': ({ impersonatedUser, user }) =>
    impersonatedUser !== undefined && user.username === 'alice@example.com',
  'binding-with-bodies': ({ objectRef, verb, user }) =>
    objectRef?.resource === 'rolebindings' &&
    verb === 'update' &&
    user.username === 'system:serviceaccount:ci:deployer',
};

/** The fields that tell the kinds apart. */
interface Fields {
  readonly stage: string;
  readonly verb: string;
  readonly userAgent: string;
  readonly user: { readonly username?: string };
  readonly impersonatedUser?: object;
  readonly objectRef?: { readonly resource?: string; readonly subresource?: string };
  readonly responseStatus?: { readonly code?: number };
  readonly annotations?: object;
}

/** As Go escapes text in JSON, where JavaScript doesn't. */
function goJson(event: Fields): string {
  const text = JSON.stringify(event, undefined, 2);
  return text.replace(/[&<>]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
}

async function writeFixtures({ lines, posts }: Recording): Promise<void> {
  const folder = join(ROOT, 'test/fixtures/real');
  await mkdir(folder, { recursive: true });
  const events = lines.map((line) => JSON.parse(line) as Fields);
  for (const [name, isOne] of Object.entries(KINDS)) {
    const event = events.find(isOne);
    if (event === undefined) throw new Error(`no event is ${name}`);
    await writeFile(join(folder, `${name}.json`), `${goJson(event)}\n`);
  }
  // As it was posted, byte for byte: of the small ones, the one with the most in it.
  const small = posts.filter((body) => body.length < 12_000);
  const [body = ''] = small.sort((a, b) => b.length - a.length);
  await writeFile(join(folder, 'posted-event-list.body'), body);
}

async function writeLog(name: string, lines: readonly string[]): Promise<void> {
  const folder = join(ROOT, 'samples/real-cluster');
  await mkdir(folder, { recursive: true });
  const text = lines.map((line) => `${line}\n`).join('');
  await writeFile(join(folder, name), gzipSync(text, { level: 9 }));
}

const binaries = await findBinaries();
const recording = await recordAttack(binaries);
await writeFixtures(recording);
await writeLog('attack.log.gz', recording.lines);
await writeLog('ordinary-day.log.gz', await recordOrdinaryDay(binaries));
