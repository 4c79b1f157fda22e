import { z } from 'zod';
import { formatDuration, parseDuration } from '../record/time.ts';
import { LEVELS } from '../types.ts';
import { formatAddress, parseAddress } from './address.ts';
import { Secret, type SecretCheck } from './secret.ts';
import { formatSize, parseSize } from './size.ts';

/**
 * The kinds of values that a configuration has. What they say when a value is wrong follows the key's
 * name: `alerts.fold must be …`.
 */

const A_DURATION = 'must be a duration such as 90s, 5m, 1h or 30d';
const A_SIZE = 'must be a size such as 16MiB, 1GB or 4096';
const A_REFERENCE =
  'must say where the secret is kept, not the secret itself: put it in a file and write ' +
  'file:/path/to/it, or in a variable and write env:NAME';

const REFERENCE = /^(?:env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/;

/** A duration in microseconds, written `90s`, `5m`, `1h`, `30d`. */
export const duration = durationLike(/^\d{1,9}[smhdw]$/, A_DURATION);

/** A duration that is not zero. */
export const someTime = durationLike(
  /^(?!0+[smhdw]$)\d{1,9}[smhdw]$/,
  `${A_DURATION}, and longer than nothing`,
);

/** A number of bytes within bounds, written `16MiB`, `1GB` or plainly. */
export function size(least: number, most: number) {
  const bounds = `must be between ${formatSize(least)} and ${formatSize(most)}`;
  return z.codec(
    z.union([z.string().regex(/^\d{1,15} ?([kKMG]i?B|B)?$/, A_SIZE), z.int().min(0)], A_SIZE),
    z.number(),
    {
      decode(written, context) {
        const bytes = parseSize(written);
        if (bytes !== undefined && bytes >= least && bytes <= most) return bytes;
        const message = bytes === undefined ? A_SIZE : bounds;
        context.issues.push({ code: 'custom', message, input: written });
        return z.NEVER;
      },
      encode: formatSize,
    },
  );
}

/** A secret, by reference only. */
export function secret(check?: SecretCheck) {
  return z.codec(z.string(A_REFERENCE).regex(REFERENCE, A_REFERENCE), z.instanceof(Secret), {
    decode: (reference) => new Secret(reference, check),
    encode: ({ reference }) => reference,
  });
}

const AN_ADDRESS = 'must be an address and port such as 127.0.0.1:8443 or [::1]:8443';

/** An address to listen on. */
export const address = z.codec(
  z.string(AN_ADDRESS),
  z.object({ host: z.string(), port: z.number() }),
  {
    decode(written, context) {
      const read = parseAddress(written);
      if (read !== undefined) return read;
      context.issues.push({ code: 'custom', message: AN_ADDRESS, input: written });
      return z.NEVER;
    },
    encode: formatAddress,
  },
);

/** One of Sigma's levels. */
export const level = z.enum(LEVELS);

/** A whole number above zero. */
export const count = z.int('must be a whole number').min(1, 'must be at least 1');

/** The path of a file or folder. */
export const path = z.string().min(1, 'must not be empty');

function durationLike(pattern: RegExp, message: string) {
  return z.codec(z.string(A_DURATION).regex(pattern, message), z.number(), {
    decode: (text) => parseDuration(text) ?? 0,
    encode: formatDuration,
  });
}
