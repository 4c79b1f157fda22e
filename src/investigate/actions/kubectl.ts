import type { ObjectRef } from '../report/common.ts';
import { quote } from './quote.ts';

/** Commands for kubectl, each for a shell; of none can a name be a flag, or another command. */

/** `kubectl --namespace=prod delete pods db-0`; nothing where there is no such kind, or the shell can't be given the name. */
export function onObject(verb: string, object: ObjectRef, ...flags: string[]): string[] {
  const { namespace, name } = object;
  const words = ['kubectl', ...scope(namespace), verb, ...flags, kindOf(object)];
  if (name === null) return line([...words, ...(namespace === null ? ['--all-namespaces'] : [])]);
  return line([...words, ...named(name)]);
}

/** The same for all objects of a kind in a scope. */
export function onKind(verb: string, object: ObjectRef, ...flags: string[]): string[] {
  return onObject(verb, { ...object, name: null }, ...flags);
}

/** The last words of a command: the name of an object. */
export function named(name: string): (string | undefined)[] {
  // No object has such a name, and kubectl would take it for a kind and a name.
  if (name === '' || name.includes('/')) return [undefined];
  // kubectl takes what follows `--` for names, whatever they begin with.
  return [...(name.startsWith('-') ? ['--'] : []), quote(name)];
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

/** An empty namespace would be that of whoever runs the command. */
function scope(namespace: string | null): (string | undefined)[] {
  if (namespace === '') return [undefined];
  return namespace === null ? [] : [flag('namespace', namespace)];
}

/** Kinds and groups as they can be; `all` stands for many kinds. */
const KIND = /^(?!all$)[a-z][a-z0-9.-]*$/;

/** With its group: a custom resource may have the name of another kind. A request's path has any text there, `--all` too. */
function kindOf({ group, resource }: ObjectRef): string | undefined {
  const kind = group === '' ? resource : `${resource}.${group}`;
  return [kind, resource, group || kind].every((one) => KIND.test(one)) ? kind : undefined;
}
