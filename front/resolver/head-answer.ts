/** HeadObject as S3 would answer it: the headers of an object, or a 404. */
import type { Client, Freshness, ObjectStat } from '../../contract/client.ts';
import { judgeRead } from '../wire/read-conditions.ts';
import { changesUnseen, type HeadHeaders, headersOf, isDescribed, unwritable } from './head-headers.ts';
import type { S3Parts } from './parts.ts';
import { type Pass, pass } from './pass.ts';
import type { StatGather } from './stat-gather.ts';

/** The source for answers to HEAD: an earlier HEAD (`full`), only the listing (`listing`), or S3 itself (`pass`). */
export type HeadMode = 'full' | 'listing' | 'pass';

export interface HeadAnswered {
  outcome: 'answered';
  kind: 'head';
  status: 200 | 304 | 404 | 412;
  headers: HeadHeaders;
  freshness: Freshness;
}

type ObjectFacts = Omit<ObjectStat, 'type'>;
type Seen = { object: ObjectFacts | undefined; freshness: Freshness };

export interface HeadParts {
  client: Client;
  gather: StatGather;
  mode: HeadMode;
}

/** @throws what the client throws. */
export async function answerHead(parts: HeadParts, request: S3Parts): Promise<HeadAnswered | Pass> {
  const { bucket, key = '', headers } = request;
  if (parts.mode === 'pass') return pass('head-mode');
  const seen = await see(parts, bucket, key);
  if ('outcome' in seen) return seen;
  const { object, freshness } = seen;
  if (object === undefined) return { outcome: 'answered', kind: 'head', status: 404, headers: {}, freshness };
  const full = parts.mode === 'full';
  const isChecksumAsked = headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  if (!isDescribed(object)) return pass('not-indexed', 'etag');
  const all = headersOf(object, full && isChecksumAsked);
  const notOurs = unwritable(all) ?? changesUnseen(all);
  if (notOurs !== undefined) return pass('not-indexed', notOurs);
  const etag = object.etag.replace(/^"|"$/g, '');
  const judged = judgeRead((name) => headers.get(name), {
    etag,
    lastModifiedMs: Date.parse(object.lastModified),
  });
  if (judged === 'failed') return { outcome: 'answered', kind: 'head', status: 412, headers: {}, freshness };
  if (judged === 'not-modified') {
    const kept = { etag: all.etag!, 'last-modified': all['last-modified']! };
    return { outcome: 'answered', kind: 'head', status: 304, headers: kept, freshness };
  }
  return { outcome: 'answered', kind: 'head', status: 200, headers: all, freshness };
}

async function see({ client, gather, mode }: HeadParts, bucket: string, key: string): Promise<Seen | Pass> {
  if (key.endsWith('/'))
    return mode === 'full' ? pass('not-indexed', 'directory object') : seeMarker(client, bucket, key);
  const { result, freshness } = await gather.stat(bucket, key);
  // If only a directory has that name, S3 has no object of that name.
  return { object: result.found && result.type === 'object' ? result : undefined, freshness };
}

/**
 * An object whose key is the directory's own prefix (a marker object) is the first entry of the directory's listing.
 */
async function seeMarker(client: Client, bucket: string, key: string): Promise<Seen> {
  const { entries, freshness } = await client.list(bucket, key, { limit: 1 });
  const [first] = entries;
  return { object: first?.type === 'object' && first.key === key ? first : undefined, freshness };
}
