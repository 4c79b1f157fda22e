import { formatTime } from '../record/time.ts';
import { jsonLine, printable } from '../text/escape.ts';
import type { Granting, Manifest } from './manifests.ts';
import { plainRule } from './manifests.ts';
import type { RoleRule } from './role-rules.ts';
import type { Tally } from './tally.ts';

/** Roles and bindings as YAML, with what each rule rests on in comments. `heading`: lines for its top. */
export function roleYaml(grantings: readonly Granting[], heading: readonly string[]): string {
  const head = heading.map((line) => `${`# ${printable(line)}`.trimEnd()}\n`).join('');
  const documents = grantings.flatMap(({ role, binding, rules }) => [
    `${top(role)}rules:\n${rules.map(ruleYaml).join('')}`,
    `${top(binding)}${rest(binding)}`,
  ]);
  return [head, ...documents].join('---\n');
}

/** `12 requests, 2026-11-20T10:00:00Z to 2026-11-20T12:00:00Z`. */
export function evidenceText({ count, first, last }: Tally): string {
  const times = [first, last].filter((time) => Number.isFinite(time) && time > 0).map(second);
  const span = times[0] === times[1] ? times.slice(0, 1) : times;
  const requests = `${count} request${count === 1 ? '' : 's'}`;
  return [requests, span.join(' to ')].filter((part) => part !== '').join(', ');
}

/** A time without its fraction. */
export function second(time: number): string {
  return `${formatTime(time).slice(0, 19)}Z`;
}

function top({ apiVersion, kind, metadata }: Manifest): string {
  const { name, namespace } = metadata;
  const place = namespace === undefined ? '' : `  namespace: ${scalar(namespace)}\n`;
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${scalar(name)}\n${place}`;
}

/** What a binding has beside its top. */
function rest({ roleRef, subjects }: Granting['binding']): string {
  const lines = (object: object) =>
    Object.entries(object).map(([key, value]) => `${key}: ${scalar(String(value))}\n`);
  const subjectLines = subjects.map((subject) => `  - ${lines(subject).join('    ')}`);
  return `roleRef:\n${lines(roleRef)
    .map((line) => `  ${line}`)
    .join('')}subjects:\n${subjectLines.join('')}`;
}

function ruleYaml(rule: RoleRule): string {
  const why = rule.why.map((one) => `; all: ${one}`).join('');
  const lines = Object.entries(plainRule(rule)).map(([key, list]) => `${key}: ${flow(list)}`);
  return `  # ${printable(`${evidenceText(rule.evidence)}${why}`)}\n  - ${lines.join('\n    ')}\n`;
}

function flow(list: readonly string[]): string {
  return `[${list.map(scalar).join(', ')}]`;
}

/** Words that YAML takes for something else than text. */
const SPECIAL = /^(?:true|false|yes|no|on|off|null|y|n|~)$/i;

/** Bare where nothing else can be read: names in a log may be anything. */
function scalar(text: string): string {
  if (/^[a-z/][\w./-]*$/i.test(text) && !SPECIAL.test(text)) return text;
  return jsonLine([text]).slice(1, -1);
}
