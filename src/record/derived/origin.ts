import ipaddr from 'ipaddr.js';
import type { AuditRecord } from '../../types.ts';
import { eventPath } from '../event-path.ts';
import type { Derivation } from './derivation.ts';
import { textOf } from './json.ts';

/** Where a request came from, as far as the client can't choose it, and by which program, as it says. */

const SOURCES = eventPath('sourceIPs');
const AGENT = eventPath('userAgent');

export const SOURCE_IP: Derivation = {
  name: 'sourceIP',
  summary: "the last of `sourceIPs`: the only one that the client can't choose",
  reads: [SOURCES],
  value: sourceIP,
};

/** The last source address. */
export function sourceIP(record: AuditRecord): string | undefined {
  return textOf(record.field(SOURCES));
}

/** Bits of a network that usually is one place. */
const PREFIX = { ipv4: 24, ipv6: 64 } as const;

/** Addresses repeat: how many networks are remembered before all are forgotten. */
const MOST = 4096;
const networks = new Map<string, string | undefined>();

export const SOURCE_NETWORK: Derivation = {
  name: 'sourceNetwork',
  summary: "that address's network: its first 24 bits, of IPv6 64, as `10.0.3.0/24`",
  reads: [SOURCES],
  value(record) {
    const address = sourceIP(record);
    if (address === undefined) return undefined;
    const known = networks.get(address);
    if (known !== undefined || networks.has(address)) return known;
    if (networks.size >= MOST) networks.clear();
    const network = networkOf(address);
    networks.set(address, network);
    return network;
  },
};

/** Longer than any address with its zone. */
const LONGEST = 64;

function networkOf(address: string): string | undefined {
  if (address.length > LONGEST || !ipaddr.isValid(address)) return undefined;
  // `process` takes IPv4 out of IPv6: ::ffff:10.0.3.7 is 10.0.3.7.
  const parsed = ipaddr.process(address);
  const bits = PREFIX[parsed.kind()];
  const network =
    parsed.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(`${parsed.toString()}/${bits}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${bits}`);
  return `${network.toString()}/${bits}`;
}

export const CLIENT: Derivation = {
  name: 'client',
  summary: 'the program that `userAgent` begins with, without its version: `kubectl`',
  reads: [AGENT],
  value: (record) => textOf(record.field(AGENT))?.match(/^[^/\s]+/)?.[0],
};
