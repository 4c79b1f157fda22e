import { z } from 'zod';
import { documentSchema } from '../src/accounts/schema.ts';

/** docs/accounts.schema.json as it should be. */
export function accountsSchemaText(): string {
  const schema = z.toJSONSchema(documentSchema, { io: 'output' });
  return `${JSON.stringify({ title: 'satrap accounts -o json', ...schema }, null, 2)}\n`;
}
