/** A listing as S3 would give it, from the service's pages. */

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
  /** There are more than these. */
  isTruncated: boolean;
  parts: Freshness[];
}

/** The service may give fewer entries than asked, as S3 may; clients are given full pages all the same. */
const MAX_PAGES_JOINED = 20;
/** What XML 1.0 cannot carry, each server writes in its own way. */
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** What is known of the bucket beside the question. */
export interface ListedBucket {
  /** Of every object in it, where the answer names owners. */
  owner: Owner | undefined;
  /** The index keeps what lies below the prefix as a tree. */
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
    return pass('not-indexed', 'a name that XML cannot carry');
  }
  const { bucket, prefix, delimiter, maxKeys, encodingType, page } = question;
  return {
    outcome: 'answered',
    kind: 'listing',
    listing: {
      ...{ bucket, prefix, delimiter, maxKeys, isTruncated, objects, commonPrefixes },
      ...(encodingType !== undefined && { encodingType }),
      page: isTruncated ? { ...page, ...next(question, entries.at(-1)!.key) } : page,
    },
    freshness: combined(parts),
  };
}

/** Where S3 would say to go on: V1 says it only with a delimiter, for else it is the last key. */
function next({ page, delimiter }: ListQuestion, last: string): object {
  if (page.version === 2) return { nextContinuationToken: encodeToken(last) };
  return delimiter === '' ? {} : { nextMarker: last };
}

/** By its directory, or with everything below it. */
type Way = { recursive?: true; onlyIfCached?: true };

function howToAsk({ delimiter }: ListQuestion, isTree: boolean): Way {
  if (delimiter !== '') return {};
  // Without a tree, a listing without a delimiter is answered where it is the same with one: where there are no directories. Not at the
  // price of a LIST, which could as well be S3's own answer.
  return isTree ? { recursive: true } : { onlyIfCached: true };
}

async function gather(client: Client, question: ListQuestion, way: Way): Promise<Gathered | Pass> {
  const { bucket, prefix, delimiter, maxKeys, after } = question;
  const entries: EntryJson[] = [];
  const parts: Freshness[] = [];
  let from: { startAfter?: string; cursor?: string } = after === undefined ? {} : { startAfter: after };
  for (let pages = 0; pages < MAX_PAGES_JOINED; pages++) {
    // One more than asked, where a page holds it: only what follows tells whether the listing is truncated.
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
    ...(lastModified !== undefined && { lastModified }),
    ...(etag !== undefined && { etag }),
    ...(checksumAlgorithm !== undefined && { checksumAlgorithm }),
    ...(checksumType !== undefined && { checksumType }),
    sizeBytes: size,
    ...(owner !== undefined && { owner }),
    ...(storageClass !== undefined && { storageClass }),
  };
}
