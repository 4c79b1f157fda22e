/**
 * How long the matcher takes for a record, with the bundled rules, ten and a hundred times as many:
 *   node bench/matcher.ts [EVENTS]
 * The copies have other texts, so that no item of one is an item of another. Records are made before
 * the clock starts; the first pass over them is shown apart, since it builds what the others use.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { EventRecord } from '../src/record/event-record.ts';
import { loadRules, readRuleFiles } from '../src/sigma/index.ts';
import { createMatcher } from '../src/sigma/matcher/index.ts';
import { questionsOf } from '../src/sigma/matcher/questions.ts';
import type { RuleFile } from '../src/sigma/rule-set.ts';
import type { AuditRecord, JsonObject } from '../src/types.ts';
import { createNumberedStream } from '../test/sigma/matcher/numbered.ts';

const EVENTS = Number(process.argv[2] ?? 20_000);
const PASSES = 5;
/** Fields that hardly repeat have no numbers. */
const UNNUMBERED = /^(?:requestURI|objectRef\.name|requestObject.*)$/;

const { files } = await readRuleFiles([join(import.meta.dirname, '..', 'rules')]);

/** The rules with each text of a detection made another, and names and ids of their own. */
function copyOf(file: RuleFile, copy: number): RuleFile {
  if (copy === 0) return file;
  const text = file.text
    .replaceAll(/^(id: .{8})(.{4})/gm, (_, start) => `${start}-${String(copy).padStart(3, '0')}`)
    .replaceAll(/^name: (.*)$/gm, `name: $1_${copy}`)
    .replaceAll(/'system:serviceaccount:/g, `'system:serviceaccount:t${copy}-`)
    .replaceAll(/^( +- )(list|watch|get|head|options|create|update|patch)$/gm, `$1$2${copy}`)
    .replaceAll(/: (secrets|list|patch|allow|RequestReceived)$/gm, `: $1${copy}`)
    .replaceAll(/- (rolebindings|clusterrolebindings|ResponseComplete|Panic)$/gm, `- $1${copy}`)
    .replaceAll(/\|gte: 200/g, `|gte: ${200 + copy}`)
    .replaceAll(/\|lt: 300/g, `|lt: ${300 + copy}`)
    .replaceAll(/dryRun=All/g, `dryRun=All${copy}`)
    .replaceAll(/healthz/g, `healthz${copy}`);
  return { path: `${copy}/${file.path}`, text };
}

function rulesTimes(times: number) {
  const copies = Array.from({ length: times }, (_, copy) =>
    files.filter(({ text }) => text.includes('detection:')).map((file) => copyOf(file, copy)),
  );
  return loadRules(copies.flat()).rules.detections;
}

function events(): JsonObject[] {
  const script = join(import.meta.dirname, 'make-log.ts');
  const text = execFileSync(process.execPath, [script, String(EVENTS)], { maxBuffer: 2 ** 31 - 1 });
  const lines = text.toString().trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as JsonObject);
}

interface Time {
  /** Nanoseconds of processor time a record: what else runs on the machine counts less. */
  readonly first: number;
  readonly later: number;
}

/** The first pass, and the fastest of the later ones, each of several rounds: the clock is coarse. */
function timed(records: readonly AuditRecord[], match: (record: AuditRecord) => unknown): Time {
  const pass = (rounds: number) => {
    const before = process.threadCpuUsage().user;
    for (let round = 0; round < rounds; round++) for (const record of records) match(record);
    return ((process.threadCpuUsage().user - before) * 1000) / records.length / rounds;
  };
  const first = pass(1);
  const rounds = Math.ceil(1_000_000 / records.length);
  return { first, later: Math.min(...Array.from({ length: PASSES }, () => pass(rounds))) };
}

const log = events();
const paths = questionsOf(rulesTimes(1)).list.flatMap(({ path }) => path ?? []);
const numbered = createNumberedStream({
  paths: paths.filter(({ text }) => !UNNUMBERED.test(text)),
  limit: 2 ** 16,
});
const kinds: Readonly<Record<string, readonly AuditRecord[]>> = {
  numbered: log.map((event) => numbered.record(event)),
  plain: log.map((event) => new EventRecord(event, 0, false)),
};
console.log(`${EVENTS} records, ns a record (ratio to the bundled rules once)`);
for (const [kind, records] of Object.entries(kinds)) {
  let once: number | undefined;
  for (const times of [1, 10, 100]) {
    const rules = rulesTimes(times);
    const matcher = createMatcher(rules);
    const { first, later } = timed(records, (record) => matcher.match(record));
    once ??= later;
    const each =
      times === 1 ? timed(records, (record) => rules.filter((r) => r.matches(record))) : undefined;
    console.log(
      `${kind.padEnd(9)} ${String(rules.length).padStart(5)} rules: ${later.toFixed(0).padStart(5)}` +
        ` (${(later / once).toFixed(2)}), first pass ${first.toFixed(0)}` +
        (each ? `, one by one ${each.later.toFixed(0)}` : ''),
    );
  }
}
