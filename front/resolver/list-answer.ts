/** A listing as S3 would return it, made from the service's pages. */

import { combined } from '../../contract/client/freshness.ts';
import type { Client, EntryJson, Freshness, ListAnswer } from '../../contract/client.ts';
import { LIST_MAX_KEYS } from '../../shared/list-bound.ts';
import { encodeToken } from '../wire/continuation-token.ts';
import type { ListedObject, Listing, Owner } from '../wire/list-document.ts';
import type { ListQuestion } from './list-question.ts';
import { type Pass, pass } from './pass.ts';

export interface ListAnswered {
  outcome: 'answered';
  kind: 'listing';
  listing: Listing;
  freshness: Freshness;
}

type Page = ListAnswer & { freshness: Freshness };
interface Gathered {
  entries: EntryJson[];
  /** There are more entries than those of this page. */
  isTruncated: boolean;
  parts: Freshness[];
}

/** The service may return fewer entries than requested, as S3 may. Clients get full pages nevertheless. */
const MAX_PAGES_JOINED = 20;
/** Characters that XML 1.0 cannot represent. Each server writes them in its own way. */
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** What is known about the bucket in addition to the question. */
export interface ListedBucket {
  /** The owner of all its objects, if the answer contains owners. */
  owner: Owner | undefined;
  /** The index has a tree for everything below the prefix. */
  isTree: boolean;
}

/** @throws what the client throws. */
export async function answerList(
  client: Client,
  question: ListQuestion,
  { owner, isTree }: ListedBucket,
): Promise<ListAnswered | Pass> {
  const gathered = await gather(client, question, howToAsk(question, isTree));
  if ('outcome' in gathered) return gathered;
  const { entries, isTruncated, parts } = gathered;
  const objects = entries.flatMap((entry) => (entry.type === 'object' ? [listedObject(entry, owner)] : []));
  const commonPrefixes = entries.flatMap((entry) => (entry.type === 'directory' ? [entry.key] : []));
  if (question.encodingType === undefined && entries.some(({ key }) => NOT_XML.test(key))) {
    return pass('not-indexed', 'a name that XML cannot represent');
  }
  const { bucket, prefix, delimiter, maxKeys, encodingType, page } = question;
  return {
    outcome: 'answered',
    kind: 'listing',
    listing: {
      ...{ bucket, prefix, delimiter, maxKeys, isTruncated, objects, commonPrefixes },
      encodingType,
      page: isTruncated ? { ...page, ...next(question, entries.at(-1)!.key) } : page,
    },
    freshness: combined(parts),
  };
}

/**
 * Where the next page begins. Without a delimiter, a V1 answer has no NextMarker, because clients continue after the
 * last key.
 */
function next({ page, delimiter }: ListQuestion, last: string): object {
  if (page.version === 2) return { nextContinuationToken: encodeToken(last) };
  return delimiter === '' ? {} : { nextMarker: last };
}

/**
 * How the service is asked: for one directory, for everything below it, or for one directory only if it is cached.
 */
type Way = { recursive?: true; onlyIfCached?: true };

function howToAsk({ delimiter }: ListQuestion, isTree: boolean): Way {
  if (delimiter !== '') return {};
  // Without a tree, the service lists only with a delimiter. If the result contains no directories, it equals the
  // listing without a delimiter. Only cached data is used, because a LIST for it would cost as much as S3's own
  // answer.
  return isTree ? { recursive: true } : { onlyIfCached: true };
}

async function gather(client: Client, question: ListQuestion, way: Way): Promise<Gathered | Pass> {
  const { bucket, prefix, delimiter, maxKeys, after } = question;
  const entries: EntryJson[] = [];
  const parts: Freshness[] = [];
  let from: { startAfter?: string; cursor?: string } = after === undefined ? {} : { startAfter: after };
  for (let pages = 0; pages < MAX_PAGES_JOINED; pages++) {
    // Requests one entry more than the client did, if a page can hold it: only that entry shows whether the listing
    // is truncated.
    const limit = Math.min(maxKeys + 1 - entries.length, LIST_MAX_KEYS);
    const page: Page = await client.list(bucket, prefix, { ...way, ...from, limit, detail: 'full' });
    if (delimiter === '' && page.entries.some(({ type }) => type === 'directory'))
      return pass('not-indexed', 'delimiter');
    entries.push(...page.entries);
    parts.push(page.freshness);
    if (entries.length > maxKeys) return { entries: entries.slice(0, maxKeys), isTruncated: true, parts };
    if (page.nextCursor === undefined) return { entries, isTruncated: false, parts };
    from = { cursor: page.nextCursor };
  }
  return pass('service-refused', 'many short pages');
}

function listedObject(entry: Extract<EntryJson, { type: 'object' }>, owner: Owner | undefined): ListedObject {
  const { key, size, lastModified, etag, checksumAlgorithm, checksumType, storageClass } = entry;
  return {
    key,
    lastModified,
    etag,
    checksumAlgorithm,
    checksumType,
    sizeBytes: size,
    owner,
    storageClass,
  };
}
