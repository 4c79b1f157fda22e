import { expect, it } from 'vitest';
import { fieldPath } from '../../src/record/field-path.ts';
import { isUnique, isVaried } from '../../src/record/unique.ts';

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

it.each(['objectRef.name', 'responseStatus.message', 'requestObject.spec', 'requestURI'])(
  'varied › %s is: many events have a value that few others have',
  (text) => {
    expect(isVaried(fieldPath(text))).toBe(true);
  },
);

it.each(['verb', 'objectRef.namespace', 'annotations', 'user.groups'])(
  'varied › %s is not',
  (text) => {
    expect(isVaried(fieldPath(text))).toBe(false);
  },
);
