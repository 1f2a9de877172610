/** When each vendor was asked what: the cache that `cached` in an evaluation's services speaks of. */
import { hash } from 'node:crypto';

interface VendorCall {
  /** Of the vendor and its input; the input itself is not kept. */
  readonly key: string;
  readonly at: number;
}

export interface VendorCallStore {
  /** When that was asked last. */
  find(key: string): number | undefined;
  add(key: string, at: number): void;
  /** The least recently asked first. */
  all(): IterableIterator<VendorCall>;
  /** For reading an account back from a file. */
  restore(call: VendorCall): void;
}

/** A cache, so it may forget: beyond this many the ones asked longest ago are. */
export const vendorCallLimit = 10_000;

export function createVendorCallStore(): VendorCallStore {
  const calls = new Map<string, VendorCall>();
  const restore = (call: VendorCall) => {
    calls.delete(call.key);
    calls.set(call.key, call);
    if (calls.size <= vendorCallLimit) return;
    const oldest = calls.keys().next();
    if (oldest.done !== true) calls.delete(oldest.value);
  };
  return {
    find: (key) => calls.get(key)?.at,
    add: (key, at) => restore({ key, at }),
    all: () => calls.values(),
    restore,
  };
}

export function buildVendorCallKey(vendor: string, input: readonly unknown[]): string {
  return hash('sha256', JSON.stringify([vendor, ...input]), 'base64url').slice(0, 22);
}
