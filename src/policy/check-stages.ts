import type { Doubt } from './doubt.ts';
import type { Stage } from './policy.ts';
import type { PolicyFile } from './read.ts';

const HIDES: Readonly<Partial<Record<Stage, string>>> = {
  ResponseStarted:
    'omitting ResponseStarted hides every failed login (401), which is logged at no other stage, and shows ' +
    'exec and watch only when they end: omit RequestReceived alone',
  ResponseComplete:
    'omitting ResponseComplete hides how nearly every request ended: omit RequestReceived alone',
};

/** Doubts about the stages that a policy leaves out. */
export function checkStages({ policy }: PolicyFile): readonly Doubt[] {
  const whole = policy.omitStages.flatMap((stage) => doubtOf(stage, { key: 'omitStages' }));
  const single = policy.rules.flatMap(({ level, omitStages }, rule) =>
    level === 'None' ? [] : omitStages.flatMap((stage) => doubtOf(stage, { rule })),
  );
  return [...whole, ...single];
}

function doubtOf(stage: Stage, where: Omit<Doubt, 'message'>): Doubt[] {
  const message = HIDES[stage];
  return message === undefined ? [] : [{ ...where, message }];
}
