import { isIPv6 } from 'node:net';

/** Where to listen. */
export interface Address {
  /** A name or an IP address, IPv6 without brackets. */
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

const WRITTEN = /^(?:\[([0-9a-f:.%]+)\]|([\w.-]+)):(\d{1,5})$/i;

/** Reads `127.0.0.1:8443`, `localhost:0` or `[::1]:8443`; `undefined` when it is none. */
export function parseAddress(text: string): Address | undefined {
  const [, six, four, digits] = WRITTEN.exec(text) ?? [];
  const port = Number(digits);
  const host = six ?? four;
  if (host === undefined || port > 65_535) return undefined;
  return six !== undefined && !isIPv6(six) ? undefined : { host, port };
}

/** The other way round. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
