import { printable } from '../text/escape.ts';
import { DEFAULT_ROLES } from './default-rights.ts';
import { identityOf, titleOf } from './identity.ts';
import type { PolicyRule } from './rbac.ts';
import type { GrantReport, RolesReport } from './role-report.ts';
import { counted, minute, some } from './wording.ts';

const WORDS = { never: 'never used', partly: 'used in part', all: 'used' } as const;

/** What is granted to an account and what of it was never used, for people; never used first. */
export function grantedText(report: RolesReport, granted: readonly GrantReport[]): string {
  const title = printable(titleOf(identityOf(report.user)), 330);
  const own = granted.filter((grant) => !isDefault(grant));
  const of = (used: GrantReport['used']) => own.filter((one) => one.used === used);
  const [never, partly, all] = [of('never'), of('partly'), of('all')];
  const head = `${title}: ${counted(own.length, 'rule')} granted, ${never.length} never used, ${partly.length} used in part`;
  const blocks = [...never, ...partly, ...all].map(grantLines);
  const missing = report.missing.map(
    (one) => `Note: ${printable(one, 600)}: there is no such role in the file`,
  );
  const everybodys =
    own.length === granted.length
      ? []
      : ['Note: what Kubernetes grants to everybody is left out; -o json has it'];
  const notes = report.notes.map((note) => `Note: ${printable(note)}`);
  return `${[[head], ...blocks, [...missing, ...everybodys, ...notes]]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Whether everybody has it: taking it from one account is no question. */
function isDefault({ role, subject }: GrantReport): boolean {
  return DEFAULT_ROLES.some(
    (known) => role === `ClusterRole ${known.role}` && subject === `Group ${known.group}`,
  );
}

function grantLines(grant: GrantReport): string[] {
  const { binding, role, subject, place, used, evidence, never, seen, onlyIn } = grant;
  const times =
    used === 'never'
      ? ''
      : `: ${counted(evidence.count, 'request')}, the last ${minute(evidence.last)}`;
  const wild = [...(grant.rule.verbs ?? []), ...(grant.rule.resources ?? [])].includes('*');
  return [
    printable(`${binding} → ${role}, rule ${place + 1}, to ${subject}`, 900),
    `  ${ruleText(grant.rule)}`,
    `  ${WORDS[used]}${times}`,
    ...(used === 'partly' ? never.map((rule) => `    never: ${ruleText(rule)}`) : []),
    ...(wild && seen.length > 0
      ? [
          `    for: ${printable(
            some(
              seen.map(({ name }) => name),
              8,
            ),
            400,
          )}`,
        ]
      : []),
    ...(onlyIn === null || onlyIn.length === 0
      ? []
      : [`    holds everywhere, used in ${printable(some(onlyIn, 5), 400)} only`]),
  ];
}

/** `get list of pods, pods/log`. */
export function ruleText(rule: Partial<PolicyRule>): string {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
  const paths = rule.nonResourceURLs ?? [];
  const groups = apiGroups.filter((group) => group !== '');
  const kinds =
    paths.length > 0
      ? paths.join(', ')
      : `${resources.join(', ')}${groups.length > 0 ? ` in ${groups.join(', ')}` : ''}`;
  const names = resourceNames.length > 0 ? ` called ${some(resourceNames, 10)}` : '';
  return printable(`${verbs.join(', ')}: ${kinds}${names}`, 600);
}
