/**
 * Replaces the index's continuation tokens in requests that S3 must answer: S3 does not know the tokens, but it can
 * continue at the position that they contain.
 */
import { decodeToken } from '../wire/continuation-token.ts';
import { encodingType, nameEncoding } from '../wire/name-encoding.ts';
import type { S3Request } from '../wire/request.ts';
import { text } from '../wire/xml.ts';

type Query = ReadonlyMap<string, string>;

const TOKEN = 'continuation-token';
const START = 'start-after';
const START_ELEMENT = /<StartAfter>[^<]*<\/StartAfter>|<StartAfter\/>/;
const IS_LISTING = /<ListBucketResult\b/;
const FIRST_ENTRY = /<(?:Contents|CommonPrefixes)>/;

/** Is this a ListObjectsV2 with such a token? */
export function hasOwnToken({ method, key, query }: Pick<S3Request, 'method' | 'key' | 'query'>): boolean {
  return method === 'GET' && key === undefined && query.has('list-type') && positionOf(query) !== undefined;
}

/** The query with the position instead of the token. */
export function withoutOwnToken(query: Query): Query {
  const after = positionOf(query);
  if (after === undefined) return query;
  const changed = new Map(query);
  changed.delete(TOKEN);
  return changed.set(START, after);
}

/** S3's listing repeats the parameters of the request. This replaces them by those that the client sent. */
export function withOwnToken(listing: string, query: Query): string {
  // With another parameter, such as `acl`, the request was not a listing.
  if (!IS_LISTING.test(listing)) return listing;
  const end = FIRST_ENTRY.exec(listing)?.index ?? listing.length;
  const startAfter = query.get(START);
  const { encode } = nameEncoding(encodingType({ query }));
  const asked = [
    startAfter === undefined ? '' : text('StartAfter', encode(startAfter)),
    text('ContinuationToken', query.get(TOKEN) ?? ''),
  ];
  return listing.slice(0, end).replace(START_ELEMENT, () => asked.join('')) + listing.slice(end);
}

function positionOf(query: Query): string | undefined {
  const token = query.get(TOKEN);
  return token === undefined ? undefined : decodeToken(token);
}
