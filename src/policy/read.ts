import { z } from 'zod';
import { errorAt, type Place, readDocument } from '../config/document.ts';
import { type JsonSchema, unknownKey, wording } from '../config/wording.ts';
import type { Problem } from '../types.ts';
import type { Policy } from './policy.ts';
import { policySchema } from './schema.ts';

/** A policy with where its parts stand. */
export interface PolicyFile {
  readonly file: string;
  readonly policy: Policy;
  /** Where a rule stands, by its place among the rules. */
  placeOf(rule: number): Place;
  /** Where a key of the policy stands. */
  placeOfKey(key: string): Place;
}

/** What reading gives: a policy, unless something is wrong with it. */
export interface ReadPolicy {
  readonly policy: PolicyFile | undefined;
  readonly problems: readonly Problem[];
}

/** Reads the text of a policy file. Everything that is wrong comes at once, with line and column. */
export function readPolicy(file: string, text: string): ReadPolicy {
  const document = readDocument(file, text);
  const parsed = policySchema.safeParse(document.data ?? {});
  const problems = [...document.problems];
  for (const issue of document.problems.length > 0 ? [] : (parsed.error?.issues ?? [])) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        const message = unknownKey(issue.path, key, document.data, schemaOfKeys());
        problems.push(errorAt(file, document.placeOfKey(issue.path, key), message));
      }
      continue;
    }
    const value = issue.path.reduce<unknown>(
      (inside, key) => (inside as Record<PropertyKey, unknown> | undefined)?.[key],
      document.data,
    );
    const message = wording(issue, value).replace(/^the configuration/, 'the policy');
    problems.push(errorAt(file, document.placeOf(issue.path), message));
  }
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  if (parsed.data === undefined || problems.some(({ severity }) => severity === 'error')) {
    return { policy: undefined, problems };
  }
  const policy = {
    file,
    policy: parsed.data,
    placeOf: (rule: number) => document.placeOf(['rules', rule]),
    placeOfKey: (key: string) => document.placeOfKey([], key),
  };
  return { policy, problems };
}

function schemaOfKeys(): JsonSchema {
  return z.toJSONSchema(policySchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}
