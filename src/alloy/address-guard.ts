/**
 * Where the credentials must not go: a public name that resolves to this machine, to its link (where clouds keep their
 * metadata services) or to nowhere. Private networks (10/8, 172.16/12, 192.168/16, fc00::/7) are allowed: Alloy can be
 * reached over private links.
 */
import type { LookupAddress, LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { CallError } from '../base/errors.ts';

const refused = {
  loopback: buildList(['127.0.0.0', 8, 'ipv4'], ['::1', 128, 'ipv6']),
  'link-local': buildList(['169.254.0.0', 16, 'ipv4'], ['fe80::', 10, 'ipv6']),
  unspecified: buildList(['0.0.0.0', 8, 'ipv4'], ['::', 96, 'ipv6']),
} as const;

function buildList(...subnets: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[]): BlockList {
  const list = new BlockList();
  for (const [address, prefix, family] of subnets) list.addSubnet(address, prefix, family);
  return list;
}

/** What kind of address it is, when it is one to refuse; IPv4 written as IPv6 (`::ffff:127.0.0.1`) counts as IPv4. */
export function findAddressFault(address: string): keyof typeof refused | undefined {
  // A zone (`fe80::1%eth0`) is not part of the address.
  const bare = address.replace(/^\[|\]$|%[\s\S]*/g, '');
  const family = isIP(bare) === 4 ? 'ipv4' : 'ipv6';
  if (isIP(bare) === 0) return undefined;
  for (const kind of ['loopback', 'link-local', 'unspecified'] as const) {
    if (refused[kind].check(bare, family)) return kind;
  }
  return undefined;
}

type Found = string | LookupAddress[];
/** As `lookup` of node:dns and the `lookup` option of node:net. */
export type Lookup = (
  host: string,
  options: LookupOptions,
  callback: (error: Error | null, address: Found, family?: number) => void,
) => void;

/** The same lookup, which fails when any of the addresses is one to refuse. */
export function guardLookup(lookup: Lookup): Lookup {
  return (host, options, callback) => {
    lookup(host, options, (error, found, family) => {
      if (error !== null) return callback(error, found, family);
      const addresses = typeof found === 'string' ? [found] : found.map(({ address }) => address);
      for (const address of addresses) {
        const fault = findAddressFault(address);
        if (fault !== undefined) return callback(refuse(host, address, fault), []);
      }
      return callback(null, found, family);
    });
  };
}

function refuse(host: string, address: string, fault: string): CallError {
  return new CallError(
    'unreachable',
    `${host} resolves to ${address}, a ${fault} address, where Alloy is not; nothing was sent. Check the name (ALLOY_BASE_URL) and who answers for it (DNS, hosts file)`,
    { sent: 'no' },
  );
}
