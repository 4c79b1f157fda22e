import { z } from 'zod';
import { report } from '../src/investigate/report/index.ts';

/**
 * docs/investigation.schema.json as it should be: what `satrap investigate -o json` prints, as JSON Schema
 * 2020-12. Fields may be added to format v1, so others than those named are allowed.
 */
export function investigationSchema(): string {
  const schema = z.toJSONSchema(report, {
    override: ({ jsonSchema }) => {
      delete jsonSchema.additionalProperties;
      // The bounds of a double say nothing.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  const { $schema, ...rest } = schema;
  const described = {
    $schema,
    title: 'satrap investigate -o json',
    description:
      'The story of a credential, as an audit log tells it. Ids are pure functions of content; no field holds a ' +
      "Secret's value or a token. Names, user agents and paths are what clients chose: escape them where you show them.",
    ...rest,
  };
  return `${JSON.stringify(described, null, 2)}\n`;
}
