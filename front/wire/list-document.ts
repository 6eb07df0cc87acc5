/** The XML of ListObjectsV2 and ListObjects, with the elements in S3's order. */
import { type EncodingType, nameEncoding } from './name-encoding.ts';
import { element, text, xmlDocument } from './xml.ts';

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
    ...objects.map((object) => objectElement(object, encode)),
    ...commonPrefixes.map((prefix) => element('CommonPrefixes', [text('Prefix', encode(prefix))])),
  ]);
}

/** An account, as `Owner` or `Initiator`. */
export function ownerElement(name: string, owner: Owner): string {
  return element(name, [text('ID', owner.id), optional('DisplayName', owner.displayName)]);
}

type Encode = (name: string) => string;

function pageElements({ page, objects, commonPrefixes }: Listing, encode: Encode): (string | undefined)[] {
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

function objectElement(object: ListedObject, encode: Encode): string {
  return element('Contents', [
    text('Key', encode(object.key)),
    optional('LastModified', object.lastModified),
    object.etag === undefined ? undefined : etagElement(object.etag),
    ...(object.checksumAlgorithm ?? []).map((algorithm) => text('ChecksumAlgorithm', algorithm)),
    optional('ChecksumType', object.checksumType),
    text('Size', object.sizeBytes),
    object.owner && ownerElement('Owner', object.owner),
    optional('StorageClass', object.storageClass),
  ]);
}

/** In a usual ETag, only the quotes need to be escaped. A page has a thousand ETags. */
const USUAL_ETAG = /^"[0-9a-f-]*"$/;

function etagElement(etag: string): string {
  return USUAL_ETAG.test(etag) ? `<ETag>&quot;${etag.slice(1, -1)}&quot;</ETag>` : text('ETag', etag);
}

function optional(
  name: string,
  value: string | undefined,
  encode: Encode = (text) => text,
): string | undefined {
  return value === undefined ? undefined : text(name, encode(value));
}
