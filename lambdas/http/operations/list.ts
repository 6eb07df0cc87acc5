/** GET /v1/buckets/{bucket}/entries: in S3's order, or sorted and filtered. */
import { type ListQuery, listQuery } from '../../../contract/schema.ts';
import { nameAfterKey, type Place, placeOfKey } from '../../core/model/names.ts';
import type { Selection } from '../../core/model/selection.ts';
import type { ServedBucket } from '../../core/model/served-bucket.ts';
import type { SortPosition } from '../../core/model/sort-order.ts';
import type { Answered, Failed } from '../../core/questions/answer.ts';
import { costOfNames, countQuestion } from '../count-question.ts';
import { selectionOf } from '../find-request.ts';
import { encodePage, type Listing, listingOf, type Page } from '../list-page.ts';
import type { HttpDeps, RoutedRequest } from '../operation.ts';
import { answered, type Outcome, type Parsed, parsed, type Refused, refused } from '../outcome.ts';
import { formatQuery, parseRequestQuery } from '../parse-request.ts';
import { confine, findBucket } from '../served-buckets.ts';

const TWO_STARTS = refused('invalid-request', 'startAfter: cannot be combined with cursor');

export async function list(routed: RoutedRequest, deps: HttpDeps): Promise<Outcome> {
  const request = parseRequestQuery(routed.event, listQuery);
  if (request.outcome === 'refused') return request;
  const query = request.value;
  const listing = listingOf(routed.bucket, query);
  const place = placeOfKey(query.prefix);
  const after = startOf(listing, place, query);
  if (after.outcome === 'refused') return after;
  const selection = await selectionOf(query, deps.clock.now());
  if (selection.outcome === 'refused') return selection;
  const bucket = findBucket(deps.buckets, routed.bucket);
  if (bucket.outcome === 'refused') return bucket;
  const outside = confine(bucket.value, 'prefix', query.prefix);
  if (outside) return outside;

  const asked = { routed, deps, bucket: bucket.value, place, query, after: after.value };
  const found =
    listing.isInNameOrder && selection.value === undefined
      ? await plainPage(asked)
      : await foundPage(asked, listing, selection.value ?? {});
  if (found.outcome === 'failed') return found;
  const { body, nextCursor } = encodePage(listing, place.prefix, {
    ...found.value,
    isFull: query.detail === 'full',
  });
  const next = nextCursor && nextQuery(routed, query.limit, nextCursor);
  return answered(body, found.provenance, next && `${routed.event.rawPath}?${next}`);
}

/** The position after which the page starts: that of the cursor, or that of the key in startAfter. */
function startOf(
  listing: Listing,
  { prefix }: Place,
  { cursor, startAfter }: ListQuery,
): Parsed<SortPosition | undefined> | Refused {
  if (cursor !== undefined) return startAfter === undefined ? listing.parse(cursor) : TWO_STARTS;
  const name = nameAfterKey(prefix, startAfter);
  return parsed(name === undefined ? undefined : { name });
}

interface Asked {
  routed: RoutedRequest;
  deps: HttpDeps;
  bucket: ServedBucket;
  /** The directory and the filter of the prefix. */
  place: Place;
  query: ListQuery;
  after: SortPosition | undefined;
}

async function plainPage(asked: Asked): Promise<Answered<Page> | Failed> {
  const { routed, deps, bucket, query, after } = asked;
  const { prefix: directory, name: filter } = asked.place;
  const { limit, sort, recursive } = query;
  const { freshness } = routed;
  const answer = await deps.reader.list({
    bucket,
    directory,
    recursive,
    filter,
    after: after?.name,
    limit,
    freshness,
  });
  // Without the index, each page needs one LIST, however many entries the caller requests.
  countQuestion(deps, answer, ({ entries }) => costOfNames(1, entries));
  if (answer.outcome === 'failed') return answer;
  const { entries, next } = answer.value;
  const value: Page = {
    entries,
    next: next === undefined ? undefined : { name: next },
    found: sort && { complete: true },
  };
  return { ...answer, value };
}

async function foundPage(
  asked: Asked,
  { order }: Listing,
  selection: Selection,
): Promise<Answered<Page> | Failed> {
  const { routed, deps, bucket, query, after } = asked;
  const { prefix: directory, name: filter } = asked.place;
  const answer = await deps.reader.find({
    bucket,
    directory,
    recursive: query.recursive,
    filter,
    selection,
    order,
    after,
    limit: query.limit,
    partial: query.partial === 'true',
    freshness: routed.freshness,
  });
  // S3 neither sorts nor filters, so without the index the caller would list every name that was examined.
  countQuestion(deps, answer, ({ scanned, entries }) => costOfNames(scanned, entries));
  if (answer.outcome === 'failed') return answer;
  const { entries, next, scanned, complete } = answer.value;
  const value: Page = {
    entries,
    next,
    found: { scanned, complete: query.sort && complete },
  };
  return { ...answer, value };
}

/** The query of the next page: the same query with the new cursor. */
function nextQuery({ event }: RoutedRequest, limit: number, cursor: string): string {
  const { startAfter: _, ...asked } = Object.fromEntries(new URLSearchParams(event.rawQueryString));
  return formatQuery({ prefix: '', ...asked, limit: String(limit), cursor });
}
