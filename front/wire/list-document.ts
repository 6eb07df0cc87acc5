/** The XML of ListObjectsV2 and ListObjects, with the elements in S3's order. */
import { type EncodingType, nameEncoding } from './name-encoding.ts';
import { element, escapeXml, text, xmlDocument } from './xml.ts';

export interface ListedObject {
  key: string;
  /** In S3's format: `2026-11-22T10:00:00.000Z`. */
  lastModified?: string;
  /** Including its quotes. */
  etag?: string;
  checksumAlgorithm?: readonly string[];
  checksumType?: string;
  sizeBytes: number;
  owner?: Owner;
  storageClass?: string;
}

export interface Owner {
  id: string;
  displayName?: string;
}

/** The content of a listing, before names are encoded. */
export interface Listing {
  bucket: string;
  prefix: string;
  /** Empty: no delimiter. */
  delimiter: string;
  maxKeys: number;
  encodingType?: EncodingType;
  isTruncated: boolean;
  /** In order. */
  objects: readonly ListedObject[];
  /** In order. */
  commonPrefixes: readonly string[];
  /** The operation that this answers, and the position of the page. */
  page:
    | { version: 2; startAfter?: string; continuationToken?: string; nextContinuationToken?: string }
    | { version: 1; marker: string; nextMarker?: string };
}

export function listDocument(listing: Listing): string {
  const { encode, element: encoding } = nameEncoding(listing.encodingType);
  const { objects, commonPrefixes } = listing;
  return xmlDocument('ListBucketResult', [
    text('Name', listing.bucket),
    text('Prefix', encode(listing.prefix)),
    ...pageElements(listing, encode),
    text('MaxKeys', listing.maxKeys),
    listing.delimiter === '' ? undefined : text('Delimiter', encode(listing.delimiter)),
    encoding,
    text('IsTruncated', listing.isTruncated),
    objectElements(objects, encode),
    ...commonPrefixes.map((prefix) => element('CommonPrefixes', [text('Prefix', encode(prefix))])),
  ]);
}

/** An account, as `Owner` or `Initiator`. */
export function ownerElement(name: string, owner: Owner): string {
  return element(name, [text('ID', owner.id), optional('DisplayName', owner.displayName)]);
}

type Encode = (name: string) => string;

function pageElements({ page, objects, commonPrefixes }: Listing, encode: Encode): string[] {
  if (page.version === 1) {
    return [text('Marker', encode(page.marker)), optional('NextMarker', page.nextMarker, encode)];
  }
  return [
    optional('StartAfter', page.startAfter, encode),
    optional('ContinuationToken', page.continuationToken),
    optional('NextContinuationToken', page.nextContinuationToken),
    text('KeyCount', objects.length + commonPrefixes.length),
  ];
}

/** Concatenates, because joining a thousand texts takes twice as long. */
function objectElements(objects: readonly ListedObject[], encode: Encode): string {
  let elements = '';
  for (const object of objects) elements += objectElement(object, encode);
  return elements;
}

/** A page has a thousand objects, so its elements are written in few templates. */
function objectElement(object: ListedObject, encode: Encode): string {
  const { key, lastModified, etag, sizeBytes, owner, storageClass } = object;
  const modified =
    lastModified === undefined ? '' : `<LastModified>${escapeXml(lastModified)}</LastModified>`;
  const tag = etag === undefined ? '' : etagElement(etag);
  const before = `<Key>${escapeXml(encode(key))}</Key>${modified}${tag}${checksumElements(object)}`;
  const size = `<Size>${sizeBytes}</Size>${owner ? ownerElement('Owner', owner) : ''}`;
  return `<Contents>${before}${size}${optional('StorageClass', storageClass)}</Contents>`;
}

function checksumElements({ checksumAlgorithm, checksumType }: ListedObject): string {
  let elements = '';
  for (const algorithm of checksumAlgorithm ?? []) elements += text('ChecksumAlgorithm', algorithm);
  return elements + optional('ChecksumType', checksumType);
}

/** In a usual ETag, only the quotes need to be escaped. A page has a thousand ETags. */
const USUAL_ETAG = /^"[0-9a-f-]*"$/;

function etagElement(etag: string): string {
  return USUAL_ETAG.test(etag) ? `<ETag>&quot;${etag.slice(1, -1)}&quot;</ETag>` : text('ETag', etag);
}

/** The element; nothing if there is no value. */
function optional(name: string, value: string | undefined, encode?: Encode): string {
  if (value === undefined) return '';
  return text(name, encode ? encode(value) : value);
}
