import type { ObjectRef } from '../report/common.ts';
import { quote } from './quote.ts';

/** Commands for kubectl, each for a shell; of none can a name be a flag, or another command. */

/** `kubectl --namespace=prod delete pods db-0`; nothing where the shell can't be given the name. */
export function onObject(verb: string, object: ObjectRef, ...flags: string[]): string[] {
  const { namespace, name } = object;
  const words = ['kubectl', ...scope(namespace), verb, ...flags, quote(kindOf(object))];
  if (name === null) return line([...words, ...(namespace === null ? ['--all-namespaces'] : [])]);
  // No object has such a name, and kubectl would take it for a kind and a name.
  if (name.includes('/')) return [];
  // kubectl takes what follows `--` for names, whatever they begin with.
  return line([...words, ...(name.startsWith('-') ? ['--'] : []), quote(name)]);
}

/** The same for all objects of a kind in a scope. */
export function onKind(verb: string, object: ObjectRef, ...flags: string[]): string[] {
  return onObject(verb, { ...object, name: null }, ...flags);
}

/** A command of words that are quoted already, or nothing where one could not be. */
export function line(words: readonly (string | undefined)[]): string[] {
  return words.includes(undefined) ? [] : [words.join(' ')];
}

/** A flag with a value of an event: `--as='a b'`. */
export function flag(name: string, value: string): string | undefined {
  const quoted = quote(value);
  return quoted === undefined ? undefined : `--${name}=${quoted}`;
}

function scope(namespace: string | null): (string | undefined)[] {
  return namespace === null ? [] : [flag('namespace', namespace)];
}

/** With its group: a custom resource may have the name of another kind. */
function kindOf({ group, resource }: ObjectRef): string {
  return group === '' ? resource : `${resource}.${group}`;
}
