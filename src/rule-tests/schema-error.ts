import type { ErrorObject } from 'ajv';

/** Where in the document an error of the schema is: an unknown key itself, else what holds the error. */
export function pathOf(error: ErrorObject): string[] {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  return error.keyword === 'additionalProperties' ? [...path, paramOf(error)] : path;
}

/** What is wrong, for a person; `undefined` for an error that only sums others up. */
export function describeError(error: ErrorObject): string | undefined {
  const message = MESSAGES[error.keyword];
  return message === undefined ? error.message : message(error);
}

const MESSAGES: Readonly<Record<string, (error: ErrorObject) => string | undefined>> = {
  additionalProperties: (error) => `\`${paramOf(error)}\` has no meaning here`,
  required: (error) =>
    /Of\/\d/.test(error.schemaPath) ? undefined : `\`${paramOf(error)}\` is missing`,
  anyOf: () => '`match` or `miss` is missing: this tests nothing',
  oneOf: () => 'a case has either `event` or `events`',
  type: (error) => `expected ${article(paramOf(error))}`,
  pattern: () => 'expected a number and ms, s, m, h, d or w, such as `5m`',
  minItems: () => 'the list is empty',
  maximum: (error) => (error.params.limit === 0 ? 'a miss raises no alert' : error.message),
  minLength: () => 'the text is empty',
};

function paramOf(error: ErrorObject): string {
  const { additionalProperty, missingProperty, type } = error.params as Record<string, string>;
  return additionalProperty ?? missingProperty ?? type ?? '';
}

function article(type: string): string {
  const names: Readonly<Record<string, string>> = {
    object: 'a map',
    array: 'a list',
    string: 'a text',
  };
  return names[type] ?? 'a whole number';
}
