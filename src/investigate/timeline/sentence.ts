import { deed } from '../../text/request.ts';
import type { Evidence } from '../../types.ts';
import type { Step } from '../report/timeline.ts';
import { listed } from '../words.ts';

/** What a step's sentence is made of. */
interface Told extends Pick<Step, 'outcome' | 'names' | 'more'> {
  /** The first of its events. */
  readonly evidence: Evidence;
  /** In what the others differ from it. */
  readonly various: ReadonlySet<keyof Evidence>;
  /** Of a single request: its command, or what was written does there. */
  readonly detail: string | null;
}

/** Reviews create nothing: they are questions. */
const QUESTIONS: Readonly<Record<string, string>> = {
  selfsubjectaccessreviews: 'what it may do',
  selfsubjectrulesreviews: 'for all it may do in a namespace',
  selfsubjectreviews: 'who it is',
  subjectaccessreviews: 'what others may do',
  localsubjectaccessreviews: 'what others may do',
  tokenreviews: 'whose a token is',
};

/** What was done, to what; who did it, from where, with what answer and how often stands beside it. */
export function sentenceOf(step: Told): string {
  const more = step.detail === null ? '' : ` (${step.detail})`;
  return `${actOf(step)}${namesOf(step)}${more}`;
}

function actOf({ evidence, various, outcome }: Told): string {
  const { resource, verb } = evidence;
  const isAllowed = outcome === 'allowed';
  const question =
    verb === 'create' && resource !== null && Object.hasOwn(QUESTIONS, resource)
      ? QUESTIONS[resource]
      : undefined;
  if (question === undefined) return deed(evidence, isAllowed, various);
  return `${isAllowed ? 'asked' : 'tried to ask'} ${question}`;
}

function namesOf({ names, more, various }: Told): string {
  const several = various.has('name') || various.has('path');
  return several && names.length > 0 ? ` (${listed(names, more)})` : '';
}
