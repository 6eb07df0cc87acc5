/** ListObjectsV2 and ListObjects. */

import { LIST_MAX_KEYS } from '../../shared/list-bound.ts';
import { decodeToken, encodeToken } from './continuation-token.ts';
import type { Endpoint } from './endpoint.ts';
import { integerParameter } from './integer-parameter.ts';
import { listPage, type Page, type PageQuery } from './list-page.ts';
import { type NameEncoding, nameEncoding } from './name-encoding.ts';
import { ownerElement } from './owner.ts';
import { type Reply, xmlReply } from './reply.ts';
import { bucketOf, type S3Request } from './request.ts';
import { invalidArgument } from './s3-error.ts';
import { etagOf, type StoredObject, storageClassOf } from './stored-object.ts';
import { element, text, xmlDocument, xmlTime } from './xml.ts';

export async function listObjectsV2(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const { query } = request;
  const version = query.get('list-type') ?? '';
  if (version !== '2') throw invalidArgument('list-type', version, 'Invalid List Type specified in Request');
  const token = query.get('continuation-token');
  const position = token === undefined ? undefined : decodeToken(token);
  if (token !== undefined && position === undefined) {
    throw invalidArgument('continuation-token', token, 'The continuation token provided is incorrect');
  }
  const startAfter = query.get('start-after');
  const { page, asked, encoding } = readPage(endpoint, request, position ?? startAfter);
  return xmlReply(
    xmlDocument('ListBucketResult', [
      text('Name', bucketOf(request)),
      text('Prefix', encoding.encode(asked.prefix)),
      startAfter === undefined ? undefined : text('StartAfter', encoding.encode(startAfter)),
      token === undefined ? undefined : text('ContinuationToken', token),
      page.next === undefined ? undefined : text('NextContinuationToken', encodeToken(page.next)),
      text('KeyCount', page.items.length),
      ...commonElements(asked, page, encoding),
      ...itemElements(page, encoding, query.get('fetch-owner') === 'true'),
    ]),
  );
}

export async function listObjects(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const marker = request.query.get('marker') ?? '';
  const { page, asked, encoding } = readPage(endpoint, request, marker);
  // Without a delimiter the client goes on from the last key it got, so S3 does not repeat it.
  const nextMarker = asked.delimiter === '' ? undefined : page.next;
  return xmlReply(
    xmlDocument('ListBucketResult', [
      text('Name', bucketOf(request)),
      text('Prefix', encoding.encode(asked.prefix)),
      text('Marker', encoding.encode(marker)),
      nextMarker === undefined ? undefined : text('NextMarker', encoding.encode(nextMarker)),
      ...commonElements(asked, page, encoding),
      ...itemElements(page, encoding, true),
    ]),
  );
}

function readPage(endpoint: Endpoint, request: S3Request, after: string | undefined) {
  const encoding = nameEncoding(request);
  const asked: PageQuery = {
    prefix: request.query.get('prefix') ?? '',
    delimiter: request.query.get('delimiter') ?? '',
    maxKeys: Math.min(integerParameter(request, 'max-keys', LIST_MAX_KEYS), LIST_MAX_KEYS),
    // An empty position is no position: no key is empty.
    ...(after === undefined || after === '' ? {} : { after }),
  };
  return { page: listPage(endpoint.storage.bucket(bucketOf(request)).objects, asked), asked, encoding };
}

function commonElements(
  asked: PageQuery,
  page: Page<StoredObject>,
  encoding: NameEncoding,
): (string | undefined)[] {
  return [
    text('MaxKeys', asked.maxKeys),
    asked.delimiter === '' ? undefined : text('Delimiter', encoding.encode(asked.delimiter)),
    encoding.element,
    text('IsTruncated', page.next !== undefined),
  ];
}

/** Objects first, then common prefixes, each in order. */
function itemElements(page: Page<StoredObject>, encoding: NameEncoding, withOwner: boolean): string[] {
  const contents: string[] = [];
  const prefixes: string[] = [];
  for (const item of page.items) {
    if ('commonPrefix' in item) {
      prefixes.push(element('CommonPrefixes', [text('Prefix', encoding.encode(item.commonPrefix))]));
    } else {
      contents.push(objectElement(item.key, item.value, encoding, withOwner));
    }
  }
  return [...contents, ...prefixes];
}

function objectElement(
  key: string,
  object: StoredObject,
  encoding: NameEncoding,
  withOwner: boolean,
): string {
  const checksum = 'tree' in object ? undefined : object.checksum;
  return element('Contents', [
    text('Key', encoding.encode(key)),
    text('LastModified', xmlTime(object.lastModifiedMs)),
    text('ETag', `"${etagOf(key, object)}"`),
    checksum &&
      text('ChecksumAlgorithm', checksum.algorithm.toUpperCase()) + text('ChecksumType', 'FULL_OBJECT'),
    text('Size', object.sizeBytes),
    withOwner ? ownerElement('Owner') : undefined,
    text('StorageClass', storageClassOf(object)),
  ]);
}
