import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Problem } from '../types.ts';

/** A name or address that a certificate is for, as a subject alternative name has it. */
export interface Host {
  readonly type: 'dns' | 'ip';
  readonly value: string;
}

/** What `curl` on the machine itself and `kubectl port-forward` connect to: always in the certificate. */
const LOCAL: readonly Host[] = [
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
  { type: 'ip', value: '::1' },
];

/** RFC 1123: letters, digits and inner hyphens. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads the values of `--host`: names and addresses, also several separated by commas. The first is the one
 * that kube-apiserver connects to. Gives every problem at once; `hosts` has each one once.
 */
export function parseHosts(texts: readonly string[]): { hosts: Host[]; problems: Problem[] } {
  const hosts: Host[] = [];
  const problems: Problem[] = [];
  const parts = texts.flatMap((text) => text.split(',')).map((part) => part.trim());
  for (const [index, part] of parts.entries()) {
    const read = parseHost(part);
    if (typeof read === 'string') problems.push(problem(read));
    else if (index === 0 && read.value.startsWith('*')) {
      problems.push(problem(`${part} can't be connected to: name the server itself first`));
    } else if (!includes(hosts, read)) hosts.push(read);
  }
  return { hosts, problems };
}

/** These hosts and those of the machine itself. */
export function withLocal(hosts: readonly Host[]): Host[] {
  return [...hosts, ...LOCAL.filter((local) => !includes(hosts, local))];
}

/** Whether a certificate for these hosts is good for this name or address. */
export function covers(hosts: readonly Host[], name: string): boolean {
  const asked = parseHost(name);
  if (typeof asked === 'string') return false;
  const wildcard = asked.value.replace(/^[^.]+/, '*');
  return includes(hosts, asked) || (asked.type === 'dns' && includes(hosts, dns(wildcard)));
}

/** A host as a URL has it: IPv6 addresses in brackets. */
export function inUrl(host: Host): string {
  return host.value.includes(':') ? `[${host.value}]` : host.value;
}

/** What to know about a name that is valid and still may not work; `undefined`: nothing. */
export function hostNote(first: Host): string | undefined {
  if (first.type === 'ip' || !/\.svc(?:\.|$)/.test(first.value)) return undefined;
  return `kube-apiserver mostly can't resolve ${first.value}: it doesn't use the cluster's DNS; name the Service's ClusterIP first`;
}

function includes(hosts: readonly Host[], host: Host): boolean {
  return hosts.some(({ type, value }) => type === host.type && value === host.value);
}

const dns = (value: string): Host => ({ type: 'dns', value });

function problem(message: string): Problem {
  return { severity: 'error', file: '--host', line: 0, column: 0, message };
}

/** One host, or what is wrong with it. */
function parseHost(text: string): Host | string {
  if (text === '') return 'is empty: write a name or an address';
  if (text.includes('://')) return `${text} is a URL: leave out the scheme and the path`;
  if (isIP(text) !== 0) return parseAddress(text);
  if (/^\[.*\]$/.test(text)) return `${text} is in brackets: write the address alone`;
  if (/:\d+$/.test(text)) return `${text} has a port: leave it out and give --port`;
  if (text.includes('/')) return `${text} has a path or a prefix length: leave it out`;
  return parseName(text);
}

function parseAddress(text: string): Host | string {
  if (text.includes('%')) return `${text} has a zone, which a certificate can't have`;
  const address = ipaddr.parse(text);
  if (address.range() === 'unspecified') {
    return `${text} is where to listen: name what kube-apiserver connects to`;
  }
  if (address.kind() === 'ipv6' && text.includes('.')) return `${text}: write it as IPv4`;
  return { type: 'ip', value: address.toString() };
}

function parseName(text: string): Host | string {
  const name = text.toLowerCase();
  if (/[^\x20-\x7e]/.test(name)) return `${text} is not ASCII: write its xn-- form`;
  if (name.endsWith('.')) return `${text} ends with a dot: leave it out`;
  const labels = name.split('.');
  const wildcard = labels[0] === '*';
  if (wildcard && labels.length < 3) return `${text} is too wide: a wildcard takes *.example.com`;
  const wrong = (wildcard ? labels.slice(1) : labels).find((label) => !LABEL.test(label));
  if (wrong !== undefined) {
    if (wrong.includes('*')) return `${text}: only the whole first label may be a wildcard`;
    return `${text} is not a host name: labels are letters, digits and inner hyphens, at most 63`;
  }
  if (name.length > 253) return `${text.slice(0, 40)}… is longer than 253 characters`;
  if (/^\d+$/.test(labels.at(-1) as string)) return `${text} is neither a name nor an address`;
  return dns(name);
}
