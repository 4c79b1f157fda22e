import ipaddr from 'ipaddr.js';

/** Tools that people and thieves use, and workloads seldom: what `userAgent` begins with, in lower case. */
const BY_HAND =
  /^(?:kubectl|curl|wget|httpie|mozilla|postmanruntime|python|k9s|lens|openlens|headlamp|oc$|powershell|go-http-client|ruby|perl|libwww|node$|node-fetch|undici|axios|okhttp|kubeletctl|kube-hunter|peirates)/i;

/** Whether a program is a tool that is used by hand. */
export function isByHand(program: string | null): boolean {
  return program === null || BY_HAND.test(program);
}

/** Ranges that only a network's own members come from. */
const INSIDE = new Set([
  'private',
  'loopback',
  'linkLocal',
  'uniqueLocal',
  'carrierGradeNat',
  'unspecified',
]);

/** Whether an address is one of a private network. */
export function isPrivate(address: string | null): boolean {
  const parsed = parse(address);
  return parsed !== undefined && INSIDE.has(parsed.range());
}

/** `ipv4` or `ipv6`. */
export function familyOf(address: string | null): string | undefined {
  return parse(address)?.kind();
}

/** The first 24 bits of an address, of IPv6 64: usually one place. Itself where it is none. */
export function networkOf(address: string | null): string | null {
  const parsed = parse(address);
  if (parsed === undefined) return address;
  const bytes = parsed.toByteArray();
  return bytes.slice(0, bytes.length === 4 ? 3 : 8).join('.');
}

/** Longer than any address with its zone. */
const LONGEST = 64;

function parse(address: string | null): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (address === null || address.length > LONGEST || !ipaddr.isValid(address)) return undefined;
  return ipaddr.process(address);
}
