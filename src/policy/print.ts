import { stringify } from 'yaml';
import type { Generated } from './generate.ts';
import type { GroupResources, PolicyRule } from './policy.ts';

/** A policy as YAML, with a comment above each rule. `heading`: lines for its top. */
export function printPolicy({ policy, why }: Generated, heading: readonly string[]): string {
  const head = [
    ...heading.map((line) => (line === '' ? '#' : `# ${line}`)),
    'apiVersion: audit.k8s.io/v1',
    'kind: Policy',
    ...(policy.omitManagedFields
      ? [
          '# Who changed which field last: large, and nothing looks at it.',
          'omitManagedFields: true',
        ]
      : []),
    '# The other stages are needed: failed logins are logged at ResponseStarted and nowhere else.',
    `omitStages: [${policy.omitStages.join(', ')}]`,
    'rules:',
  ];
  let last = '';
  const rules = policy.rules.flatMap((rule, place) => {
    const comment = why[place] ?? '';
    const lines = [...(comment === last ? [] : [`  # ${comment}`]), ...ruleLines(rule)];
    last = comment;
    return lines;
  });
  return `${[...head, ...rules].join('\n')}\n`;
}

function ruleLines(rule: PolicyRule): string[] {
  const { level, users, userGroups, verbs, namespaces, resources, nonResourceURLs } = rule;
  const lists = Object.entries({ users, userGroups, verbs, namespaces, nonResourceURLs });
  const keys = lists.flatMap(([key, list]) =>
    list.length === 0 ? [] : `    ${key}: ${flow(list)}`,
  );
  return [
    `  - level: ${level}`,
    ...keys,
    ...(resources.length === 0 ? [] : ['    resources:', ...resources.map(resourceLine)]),
  ];
}

function resourceLine({ group, resources }: GroupResources): string {
  return `      - { group: ${scalar(group)}, resources: ${flow(resources)} }`;
}

function flow(list: readonly string[]): string {
  return `[${list.map(scalar).join(', ')}]`;
}

/** Quoted where YAML would read something else, in a list as well. */
function scalar(text: string): string {
  return /^[a-z][\w.:/-]*$/i.test(text) && stringify(text).trim() === text
    ? text
    : JSON.stringify(text);
}
