/**
 * What an audit event can have. The checks answer with what to write instead, for a person: lower case, no full stop;
 * `undefined` when there is nothing to say.
 */
export { checkField } from './fields.ts';
export { checkValue } from './values.ts';
