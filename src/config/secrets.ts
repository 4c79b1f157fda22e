import { Secret } from './secret.ts';
import { isData, type Path } from './settings.ts';

/** Every secret in a configuration, with its path. */
export function secretsOf(value: unknown, path: Path = []): [Path, Secret][] {
  if (value instanceof Secret) return [[path, value]];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => secretsOf(item, [...path, index]));
  }
  if (!isData(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => secretsOf(item, [...path, key]));
}
