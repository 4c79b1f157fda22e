import ipaddr from 'ipaddr.js';
import type { TextTest } from './pattern.ts';

/** CIDR networks of IPv4 and IPv6. An IPv4 address mapped into IPv6 (`::ffff:10.0.0.1`) counts as both. */

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** Longer than any address with its zone. */
const LONGEST = 64;
/** How many leading bits of an IPv4-mapped IPv6 address say that it is one. */
const MAPPED_BITS = 96;

/** Whether a text is an address within the network, or why the network can't be read. */
export function networkTest(source: string): TextTest | string {
  const slash = source.indexOf('/');
  const address = parseAddress(source.slice(0, slash));
  const bits = /^\d{1,3}$/.test(source.slice(slash + 1)) ? Number(source.slice(slash + 1)) : -1;
  if (slash < 0 || address === undefined || bits < 0 || bits > address.toByteArray().length * 8) {
    return `\`${source}\` is not a network: write it like \`10.0.0.0/8\` or \`2001:db8::/32\``;
  }
  const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  const start = family.networkAddressFromCIDR(`${address.toString()}/${bits}`).toString();
  if (start !== address.toString()) {
    return `\`${source}\` has bits set behind its prefix: the network is \`${start}/${bits}\``;
  }
  const v4 = unmapped(address);
  const networks: [Address, number][] = [[address, bits]];
  if (v4 !== address && bits >= MAPPED_BITS) networks.push([v4, bits - MAPPED_BITS]);
  return (text) => contains(networks, text);
}

function contains(networks: readonly [Address, number][], text: string): boolean {
  const address = parseAddress(text);
  if (address === undefined) return false;
  const v4 = unmapped(address);
  for (const [start, bits] of networks) {
    if (within(address, start, bits) || (v4 !== address && within(v4, start, bits))) return true;
  }
  return false;
}

function within(address: Address, start: Address, bits: number): boolean {
  return address.kind() === start.kind() && address.match(start, bits);
}

/** The text that was read last: several networks are asked about one address, one after the other. */
const last: { text: string; address: Address | undefined } = { text: '', address: undefined };

function parseAddress(text: string): Address | undefined {
  if (text.length > LONGEST) return undefined;
  if (text !== last.text) {
    last.address = readAddress(text);
    last.text = text;
  }
  return last.address;
}

/** Four decimal numbers or IPv6: the other spellings of IPv4 that `inet_aton` takes name no address here. */
function readAddress(text: string): Address | undefined {
  const tail = text.slice(text.lastIndexOf(':') + 1);
  const dotted = ipaddr.IPv4.isValidFourPartDecimal(tail);
  if (tail === text) return dotted ? ipaddr.IPv4.parse(text) : undefined;
  if (tail.includes('.') && !dotted) return undefined;
  // The library takes `::10.0.0.1` for a mapped address, which it is not: it sees hexadecimal groups only.
  const exact = dotted ? text.slice(0, -tail.length) + hexadecimal(tail) : text;
  return ipaddr.IPv6.isValid(exact) ? ipaddr.IPv6.parse(exact) : undefined;
}

/** An IPv4 address as the last two groups of an IPv6 address. */
function hexadecimal(dotted: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipaddr.IPv4.parse(dotted).octets;
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function unmapped(address: Address): Address {
  return address.kind() === 'ipv6' && (address as ipaddr.IPv6).isIPv4MappedAddress()
    ? (address as ipaddr.IPv6).toIPv4Address()
    : address;
}
