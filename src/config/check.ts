import type { Problem } from '../types.ts';
import { type ConfigDocument, errorAt, NOWHERE } from './document.ts';
import type { Origins } from './override.ts';
import { type Config, configSchema, sinkSchema } from './schema.ts';
import { readSecret, type SecretPlaces } from './secret.ts';
import { secretsOf } from './secrets.ts';
import type { Data, Path } from './settings.ts';
import { pathText, unknownKey, wording } from './wording.ts';

/** Everything known while one configuration is checked. */
export interface Check {
  readonly document: ConfigDocument;
  readonly file: string;
  /** The file's data with flags and variables put over it. */
  readonly input: Data;
  readonly origins: Origins;
}

/** The configuration as the schema reads it, its secrets filled in; every error and doubt at its place. */
export async function checkConfig(
  check: Check,
  places: SecretPlaces,
): Promise<{ config: Config | undefined; problems: Problem[] }> {
  const parsed = configSchema.safeParse(check.input);
  const problems = (parsed.error?.issues ?? []).flatMap((issue) => problemsOf(issue, check));
  const readable = parsed.data ?? { sinks: readableSinks(check.input) };
  problems.push(...(await readSecrets(readable, places, check)));
  return { config: parsed.data, problems };
}

type Issue = Parameters<typeof wording>[0];

function problemsOf(issue: Issue, check: Check): Problem[] {
  const { document, file, input } = check;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      errorAt(file, document.placeOfKey(issue.path, key), unknownKey(issue.path, key, input)),
    );
  }
  const value = issue.path.reduce<unknown>(
    (inside, key) => (inside as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  );
  return [problemAt(issue.path, wording(issue, value), check)];
}

/** A problem with the value at a path: at its flag or variable, else at its place in the file. */
function problemAt(path: Path, message: string, { document, file, origins }: Check): Problem {
  for (let length = path.length; length > 0; length--) {
    const origin = origins.get(path.slice(0, length).join('.'));
    if (origin !== undefined) return errorAt(origin, NOWHERE, message);
  }
  return errorAt(file, document.placeOf(path), message);
}

/** The sinks that are right, where the configuration as a whole is not: their secrets are read too. */
function readableSinks({ sinks }: Data): unknown {
  return Array.isArray(sinks) ? sinks.map((sink) => sinkSchema.safeParse(sink).data) : [];
}

async function readSecrets(data: unknown, places: SecretPlaces, check: Check): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [path, secret] of secretsOf(data)) {
    const { error, warning } = await readSecret(secret, places);
    const say = (message: string) => problemAt(path, `${pathText(path)} ${message}`, check);
    if (error !== undefined) problems.push(say(error));
    if (warning !== undefined) problems.push({ ...say(warning), severity: 'warning' });
  }
  return problems;
}
