import ipaddr from 'ipaddr.js';
import type { AuditRecord } from '../../types.ts';
import { eventPath } from '../event-path.ts';
import { ofOneField } from './derivation.ts';
import { textOf } from './json.ts';

/** Where a request came from, as far as the client can't choose it, and by which program, as it says. */

const SOURCES = eventPath('sourceIPs');
const AGENT = eventPath('userAgent');

export const SOURCE_IP = ofOneField(
  {
    name: 'sourceIP',
    summary: "the last of `sourceIPs`: the only one that the client can't choose",
  },
  SOURCES,
  textOf,
);

/** The last source address. */
export function sourceIP(record: AuditRecord): string | undefined {
  return textOf(record.field(SOURCES));
}

/** Bits of a network that usually is one place. */
const PREFIX = { ipv4: 24, ipv6: 64 } as const;

export const SOURCE_NETWORK = ofOneField(
  {
    name: 'sourceNetwork',
    summary: "that address's network: its first 24 bits, of IPv6 64, as `10.0.3.0/24`",
  },
  SOURCES,
  (sources) => networkOf(textOf(sources) ?? ''),
);

/** Longer than any address with its zone. */
const LONGEST = 64;

function networkOf(address: string): string | undefined {
  if (address.length > LONGEST || !ipaddr.isValid(address)) return undefined;
  // `process` takes IPv4 out of IPv6: ::ffff:10.0.3.7 is 10.0.3.7.
  const parsed = ipaddr.process(address);
  const bits = PREFIX[parsed.kind()];
  const bytes = parsed.toByteArray().map((byte, index) => (index < bits / 8 ? byte : 0));
  const network = ipaddr.fromByteArray(bytes);
  return `${network.toString()}/${bits}`;
}

export const CLIENT = ofOneField(
  {
    name: 'client',
    summary: 'the program that `userAgent` begins with, without its version: `kubectl`',
  },
  AGENT,
  (agent) => textOf(agent)?.match(/^[^/\s]+/)?.[0],
);
