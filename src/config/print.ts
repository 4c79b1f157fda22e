import { Document, Scalar } from 'yaml';
import { z } from 'zod';
import { type Config, configSchema } from './schema.ts';
import type { Secret } from './secret.ts';
import { secretsOf } from './secrets.ts';

/** The configuration in effect as YAML that could be a `satrap.yaml`, but for its secrets. */
export function printConfig(config: Config): string {
  const written = z.encode(configSchema, config as z.output<typeof configSchema>);
  const document = new Document(written);
  for (const [path, secret] of secretsOf(config)) document.setIn(path, redacted(secret));
  return document.toString({ lineWidth: 0 });
}

/** `[redacted]`, with where the secret is kept as a comment. */
function redacted(secret: Secret): Scalar {
  const scalar = new Scalar(String(secret));
  scalar.comment = ` ${secret.reference.replaceAll(/\s/g, ' ')}`;
  return scalar;
}
