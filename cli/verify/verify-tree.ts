/**
 * Compares the index with S3. Both are read through the service: what it would answer without asking S3, and what S3
 * answers now. Differences are read again after a while, because an event may still arrive. The service stores
 * nothing of this, so the index does not change.
 */
import { type Client, S3dexError } from '../../contract/client.ts';

export interface Difference {
  key: string;
  /** `absent`, `directory`, or size and ETag. */
  index: string;
  s3: string;
  /** How old the index's answer is, seconds. */
  ageSeconds?: number;
}

export interface Verified {
  /** Directories that were compared. */
  directories: number;
  /** Directories that the index does not hold completely. There, no stored answer can be wrong. */
  notHeld: number;
  names: number;
  differences: Difference[];
}

export interface VerifyOptions {
  bucket: string;
  prefix: string;
  recursive: boolean;
  signal: AbortSignal;
  wait: (ms: number) => Promise<void>;
  onProgress: (verified: Verified) => void;
}

const PAGE_NAMES = 1_000;
/** Events usually take seconds, sometimes longer. */
const CONFIRM_AFTER_MS = [2_000, 5_000, 15_000];
/** Maximum number of pages of one listing. A listing with more pages grows faster than it is read. */
const MAX_PAGES = 100_000;

interface Listing {
  /** By name. */
  said: Map<string, string>;
  ageSeconds?: number;
}

/** @throws S3dexError when S3 or the service does not answer. */
export async function verifyTree(client: Client, options: VerifyOptions): Promise<Verified> {
  const verified: Verified = { directories: 0, notHeld: 0, names: 0, differences: [] };
  const waiting = [options.prefix];
  for (let prefix = waiting.pop(); prefix !== undefined; prefix = waiting.pop()) {
    const held = await listed(client, options, { prefix, from: 'index' });
    // S3 is read after the index, so that a newer state is compared with an older one.
    const fresh = await listed(client, options, { prefix, from: 's3' });
    if (!fresh) throw new Error('S3 was not asked');
    if (held) {
      verified.directories++;
      verified.names += fresh.said.size;
      verified.differences.push(...(await confirmed(client, options, differencesOf(prefix, held, fresh))));
    } else verified.notHeld++;
    if (options.recursive)
      for (const name of fresh.said.keys()) if (name.endsWith('/')) waiting.push(prefix + name);
    options.onProgress(verified);
  }
  return verified;
}

/** Undefined: the index does not hold this answer. */
async function listed(
  client: Client,
  { bucket, signal }: VerifyOptions,
  { prefix, from }: { prefix: string; from: 'index' | 's3' },
): Promise<Listing | undefined> {
  const how = from === 'index' ? { onlyIfCached: true } : { noCache: true };
  const listing: Listing = { said: new Map() };
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const ask = { limit: PAGE_NAMES, cursor, ...how, noStore: true, signal };
    try {
      const answer = await client.list(bucket, prefix, ask);
      for (const entry of answer.entries) listing.said.set(entry.name, sayingOf(entry));
      listing.ageSeconds = Math.max(listing.ageSeconds ?? 0, answer.freshness.age ?? 0);
      cursor = answer.nextCursor;
    } catch (error) {
      if (from === 'index' && isNotHeld(error)) return undefined;
      throw error;
    }
    if (cursor === undefined) break;
  }
  return listing;
}

function differencesOf(prefix: string, held: Listing, fresh: Listing): Difference[] {
  const names = new Set([...held.said.keys(), ...fresh.said.keys()]);
  return [...names].flatMap((name): Difference[] => {
    const index = held.said.get(name) ?? 'absent';
    const s3 = fresh.said.get(name) ?? 'absent';
    return index === s3 ? [] : [{ key: prefix + name, index, s3, ageSeconds: held.ageSeconds }];
  });
}

/** The differences that remain after every repetition. */
async function confirmed(
  client: Client,
  options: VerifyOptions,
  suspected: Difference[],
): Promise<Difference[]> {
  let left = suspected;
  for (const ms of CONFIRM_AFTER_MS) {
    if (left.length === 0) break;
    await options.wait(ms);
    const still: Difference[] = [];
    for (const { key } of left) {
      const again = await differenceAt(client, options, key);
      if (again) still.push(again);
    }
    left = still;
  }
  return left;
}

async function differenceAt(
  client: Client,
  { bucket, signal }: VerifyOptions,
  key: string,
): Promise<Difference | undefined> {
  try {
    const held = await client.stat(bucket, key, { onlyIfCached: true, noStore: true, signal });
    const fresh = await client.stat(bucket, key, { noCache: true, noStore: true, signal });
    const [index, s3] = [held, fresh].map((it) => (it.found ? sayingOf(it) : 'absent')) as [string, string];
    return index === s3 ? undefined : { key, index, s3, ageSeconds: held.freshness.age };
  } catch (error) {
    // The index no longer holds an answer, so there is no wrong answer.
    if (isNotHeld(error)) return undefined;
    throw error;
  }
}

function sayingOf(entry: { type: 'object' | 'directory'; size?: number; etag?: string }): string {
  return entry.type === 'directory' ? 'directory' : `${entry.size} bytes, ETag ${entry.etag ?? 'none'}`;
}

function isNotHeld(error: unknown): boolean {
  return error instanceof S3dexError && error.code === 'only-if-cached';
}
