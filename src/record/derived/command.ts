import type { Json } from '../../types.ts';
import { eventPath } from '../event-path.ts';
import type { Derivation } from './derivation.ts';
import { queryValues, REQUEST_URI } from './request-query.ts';

const SUBRESOURCE = eventPath('objectRef.subresource');

/** Base64 of a dozen bytes or more; shorter ones are words. */
const ENCODED = /[A-Za-z0-9+/]{16,}={0,2}/g;

/** How many encoded parts are decoded. */
const MOST_PARTS = 32;

export const COMMAND: Derivation = {
  name: 'command',
  summary:
    'the command of an exec, decoded, its words joined by blanks; what is Base64 text in it is decoded as a ' +
    'further element',
  reads: [SUBRESOURCE, REQUEST_URI],
  value(record): Json | undefined {
    const subresource = record.field(SUBRESOURCE);
    if (subresource !== 'exec' && subresource !== 'attach') return undefined;
    const words = queryValues(record, 'command');
    if (words.length === 0) return undefined;
    const command = words.join(' ');
    const hidden = decodedParts(command);
    return hidden.length === 0 ? command : [command, ...hidden];
  },
};

function decodedParts(command: string): string[] {
  const found = (command.match(ENCODED) ?? []).slice(0, MOST_PARTS);
  return found.map(decoded).filter((text) => text !== undefined);
}

/** What Base64 stands for, where that is text, of one byte a character or of two (PowerShell's). */
function decoded(part: string): string | undefined {
  const bytes = Buffer.from(part, 'base64');
  const wide =
    bytes.length % 2 === 0 && bytes.every((byte, index) => index % 2 === 0 || byte === 0);
  const text = bytes.toString(wide ? 'utf16le' : 'utf8');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what text doesn't have
  return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(text) ? undefined : text;
}
