import { styleText } from 'node:util';
import { DETECTORS } from '../detectors/index.ts';
import { readInOrder } from '../pipeline/merge.ts';
import { evidenceOf } from '../record/evidence.ts';
import type { CorrelationRule, DetectionRule, Explanation, RuleSet } from '../sigma/rule-set.ts';
import { printable } from '../text/escape.ts';
import type { AuditRecord, RuleInfo } from '../types.ts';
import { EXIT, say, UsageError } from './exit.ts';
import { openInputs } from './inputs.ts';
import type { RuleFlags } from './options.ts';
import { setUpConfig, setUpRules } from './setup.ts';

/** `satrap rules explain RULE EVENT-FILE`. */
export async function explainEvents(name: string, file: string, flags: RuleFlags): Promise<number> {
  const config = await setUpConfig(flags.config, flags);
  const rules = detectionsOf(name, (await setUpRules(config)).rules);
  const { sources, failures } = await openInputs([file]);
  const { maxRecordBytes } = config.input;
  let unread = failures;
  let events = 0;
  for await (const batch of readInOrder(sources, { maxRecordBytes })) {
    for (const { origin, reason } of batch.failures) say(`satrap: ${printable(origin)}: ${reason}`);
    unread += batch.failures.length;
    for (const found of batch.found) {
      if ('reject' in found) {
        say(`satrap: ${printable(file)}: byte ${found.reject.offset}: ${found.reject.reason}`);
        continue;
      }
      events++;
      process.stdout.write(explainEvent(found.record, rules));
    }
  }
  if (events === 0 && unread === 0) say(`satrap: ${printable(file)} holds no audit event`);
  return unread > 0 || events === 0 ? EXIT.input : EXIT.done;
}

/** The rule of that name or id; of a correlation or baseline, the rules that it is about. */
function detectionsOf(name: string, rules: RuleSet): readonly DetectionRule[] {
  const named = ({ info }: { info: RuleInfo }) => info.name === name || info.id === name;
  const detection = rules.detections.find(named);
  if (detection !== undefined) return [detection];
  const correlation = rules.correlations.find(named);
  if (correlation !== undefined) {
    say(
      `${correlation.info.name} is a correlation over several events; these are the rules it counts`,
    );
    return basesOf(correlation);
  }
  const baseline = rules.baselines.find(named);
  if (baseline !== undefined) {
    say(
      `${baseline.info.name} is a baseline, what is new depends on what was seen before; these are the rules whose events it remembers`,
    );
    return baseline.rules;
  }
  const written = DETECTORS.find((detector) => detector.name === name);
  if (written !== undefined) {
    throw new UsageError(`${name} is no Sigma rule but a detector with memory: ${written.summary}`);
  }
  const { detections, correlations, baselines } = rules;
  const known = [...detections, ...correlations, ...baselines].map((rule) => rule.info.name);
  const near = known.filter((one) => one.includes(name) || name.includes(one));
  const hint =
    near.length > 0 ? `; did you mean ${near.join(' or ')}?` : "; see 'satrap rules list'";
  throw new UsageError(`there is no rule ${printable(name)}${hint}`);
}

function basesOf(correlation: CorrelationRule): readonly DetectionRule[] {
  const bases = correlation.rules.flatMap((rule) =>
    rule.kind === 'detection' ? [rule] : basesOf(rule),
  );
  return [...new Set(bases)];
}

function explainEvent(record: AuditRecord, rules: readonly DetectionRule[]): string {
  const { auditID, stage, verb, resource, user } = evidenceOf(record);
  const heading = [auditID, stage, verb, resource, user].map((part) => printable(part ?? '-'));
  const parts = rules.map((rule) => {
    const held = rule.matches(record);
    return `  ${mark(held)} ${rule.info.name}\n${tree(rule.explain(record), 2)}`;
  });
  return `${heading.join(' ')}\n${parts.join('')}`;
}

function tree(node: Explanation, depth: number): string {
  const actual = node.actual === undefined ? '' : `   (is ${node.actual})`;
  const line = `${'  '.repeat(depth)}${mark(node.held)} ${printable(node.text)}${actual}\n`;
  return line + node.parts.map((part) => tree(part, depth + 1)).join('');
}

function mark(held: boolean): string {
  return styleText(held ? 'green' : 'red', held ? '✓' : '✗', { stream: process.stdout });
}
