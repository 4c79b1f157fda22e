import { expect, it } from 'vitest';
import { fieldPath } from '../../src/record/field-path.ts';
import { isUnique } from '../../src/record/unique.ts';

it.each([
  'auditID',
  'requestURI',
  'objectRef.uid',
  'objectRef.resourceVersion',
  'stageTimestamp',
  'requestReceivedTimestamp',
])('unique › %s is', (text) => {
  expect(isUnique(fieldPath(text))).toBe(true);
});

it.each(['verb', 'objectRef.name', 'user.uid', 'requestObject.metadata.uid', 'satrap.dryRun'])(
  'unique › %s is not: many events share its values',
  (text) => {
    expect(isUnique(fieldPath(text))).toBe(false);
  },
);
