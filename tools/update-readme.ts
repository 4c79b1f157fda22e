/**
 * Puts what the program really prints, exposes, derives and reached into README.md, docs/metrics.md,
 * docs/rules.md, docs/coverage.md, docs/accounts.md, docs/performance.md and docs/investigate.md, and writes
 * docs/accounts.schema.json and docs/investigation.schema.json.
 * `npm run readme`; a test fails when a page is not what this makes.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readResults } from '../bench/report/store.ts';
import { CONFIG_VARIABLE, SETTINGS } from '../src/config/index.ts';
import { updatedAccountsPage } from './accounts-page.ts';
import { accountsSchemaText } from './accounts-schema.ts';
import { between } from './between.ts';
import { type CoverageOutput, updatedCoveragePage } from './coverage-page.ts';
import { updatedInvestigatePage } from './investigate-page.ts';
import { investigationSchema } from './investigation-schema.ts';
import { updatedMetricsPage } from './metrics-page.ts';
import { updatedPerformancePage } from './performance-page.ts';
import { updatedRulesPage } from './rules-page.ts';

const ROOT = join(import.meta.dirname, '..');
const README = join(ROOT, 'README.md');
const COVERAGE = join(ROOT, 'docs/coverage.md');
const METRICS = join(ROOT, 'docs/metrics.md');
const RULES = join(ROOT, 'docs/rules.md');
const ACCOUNTS = join(ROOT, 'docs/accounts.md');
const INVESTIGATE = join(ROOT, 'docs/investigate.md');
const INVESTIGATION = join(ROOT, 'docs/investigation.schema.json');
const PERFORMANCE = join(ROOT, 'docs/performance.md');

/** The line of samples/token-theft that README shows: Secrets of all namespaces, listed with curl. */
const EXAMPLE_ID = 'ae3424df-9ca3-4f7e-97a2-d6a292987fe4';

function satrap(args: readonly string[], input = ''): string {
  const env = { ...process.env, NO_COLOR: '1' };
  return execFileSync(process.execPath, [join(ROOT, 'bin/satrap.cjs'), ...args], {
    cwd: ROOT,
    env,
    input,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

function exampleLine(): string {
  const { gunzipSync } = process.getBuiltinModule('node:zlib');
  const packed = readFileSync(
    join(ROOT, 'samples/token-theft/audit-2026-11-20T12-00-00.000.log.gz'),
  );
  const later = readFileSync(
    join(ROOT, 'samples/token-theft/audit-2026-11-20T13-00-00.000.log.gz'),
  );
  const lines = [packed, later].flatMap((bytes) => gunzipSync(bytes).toString('utf8').split('\n'));
  return lines.find((line) => line.includes(EXAMPLE_ID)) ?? '';
}

/** Wraps JSON for reading; pasted back together it is the line. */
function wrapped(line: string): string {
  return line.replace(
    /,"(user|sourceIPs|objectRef|requestReceivedTimestamp|annotations)":/g,
    ',\n "$1":',
  );
}

function settingsTable(): string {
  const rows = [
    `| \`${CONFIG_VARIABLE}\` | \`--config\` | configuration file |`,
    ...SETTINGS.map(
      ({ variable, option, summary }) => `| \`${variable}\` | \`${option}\` | ${summary} |`,
    ),
  ];
  return ['| variable | flag | what |', '|---|---|---|', ...rows].join('\n');
}

/** README.md as it should be. */
export function updatedReadme(text: string): string {
  const line = exampleLine();
  const alert = satrap(['analyze', '-q', '-o', 'text', '--min-level', 'high', '-'], `${line}\n`);
  return [
    ['example:input', `\`\`\`json\n${wrapped(line)}\n\`\`\``],
    ['example:output', `\`\`\`text\n${alert.trimEnd()}\n\`\`\``],
    ['generated:settings', settingsTable()],
  ].reduce((readme, [name, content]) => between(readme, name as string, content as string), text);
}

/** What the bundled rules cover. */
export function coverage(): CoverageOutput {
  return JSON.parse(satrap(['rules', 'coverage', '-o', 'json'])) as CoverageOutput;
}

/** docs/investigate.md as it should be. */
export function investigatePage(text: string): string {
  const args = ['--quiet', '--pod', 'shop/orders-0', 'samples/token-compromise'];
  return updatedInvestigatePage(text, satrap(['investigate', '-o', 'text', ...args]));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(README, updatedReadme(readFileSync(README, 'utf8')));
  writeFileSync(METRICS, updatedMetricsPage(readFileSync(METRICS, 'utf8')));
  writeFileSync(RULES, updatedRulesPage(readFileSync(RULES, 'utf8')));
  writeFileSync(COVERAGE, updatedCoveragePage(readFileSync(COVERAGE, 'utf8'), coverage()));
  writeFileSync(ACCOUNTS, updatedAccountsPage(readFileSync(ACCOUNTS, 'utf8')));
  writeFileSync(join(ROOT, 'docs/accounts.schema.json'), accountsSchemaText());
  writeFileSync(INVESTIGATE, investigatePage(readFileSync(INVESTIGATE, 'utf8')));
  writeFileSync(INVESTIGATION, investigationSchema());
  const page = readFileSync(PERFORMANCE, 'utf8');
  writeFileSync(PERFORMANCE, updatedPerformancePage(page, readResults()));
}
