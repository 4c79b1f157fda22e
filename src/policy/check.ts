import type { Problem } from '../types.ts';
import { checkBodies } from './check-bodies.ts';
import { checkHidden } from './check-hidden.ts';
import { checkStages } from './check-stages.ts';
import { checkSubresources } from './check-subresources.ts';
import type { PolicyFile } from './read.ts';

/** What is doubtful in a policy that kube-apiserver would take: what it hides, and which secrets it writes. */
export function checkPolicy(file: PolicyFile): readonly Problem[] {
  const doubts = [
    ...checkStages(file),
    ...checkHidden(file),
    ...checkSubresources(file),
    ...checkBodies(file),
  ];
  return doubts
    .map(({ rule, key, message }): Problem => {
      const place = rule === undefined ? file.placeOfKey(key ?? 'rules') : file.placeOf(rule);
      return { severity: 'warning', file: file.file, ...place, message };
    })
    .sort((a, b) => a.line - b.line);
}
