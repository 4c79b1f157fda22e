import { loadRules } from '../../src/sigma/index.ts';
import type { RuleSet } from '../../src/sigma/rule-set.ts';

/** Rules by name and detection, in YAML's flow style, and whatever documents follow them. */
export function rulesOf(detections: Record<string, string>, more = ''): RuleSet {
  const documents = Object.entries(detections).map(
    ([name, detection]) =>
      `title: ${name}\nname: ${name}\nlogsource: { product: kubernetes, service: audit }\ndetection: ${detection}\n`,
  );
  const text = [...documents, ...(more === '' ? [] : [more])].join('---\n');
  const { rules, problems } = loadRules([{ path: 'rules.yml', text }]);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return rules;
}
