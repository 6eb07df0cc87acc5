/** ListObjectsV2 and ListObjects. */
import { decodeToken, encodeToken } from '../../front/wire/continuation-token.ts';
import { integerParameter } from '../../front/wire/integer-parameter.ts';
import { type ListedObject, type Listing, listDocument } from '../../front/wire/list-document.ts';
import { encodingType } from '../../front/wire/name-encoding.ts';
import { type Reply, xmlReply } from '../../front/wire/reply.ts';
import { bucketOf, type S3Request } from '../../front/wire/request.ts';
import { invalidArgument } from '../../front/wire/s3-error.ts';
import { xmlTime } from '../../front/wire/xml.ts';
import { LIST_MAX_KEYS } from '../../shared/list-bound.ts';
import type { Endpoint } from './endpoint.ts';
import { listPage, type PageQuery } from './list-page.ts';
import { OWNER } from './owner.ts';
import { etagOf, type StoredObject, storageClassOf } from './stored-object.ts';

export async function listObjectsV2(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const { query } = request;
  const version = query.get('list-type') ?? '';
  if (version !== '2') throw invalidArgument('list-type', version, 'Invalid List Type specified in Request');
  const continuationToken = query.get('continuation-token');
  const position = continuationToken === undefined ? undefined : decodeToken(continuationToken);
  if (continuationToken !== undefined && position === undefined) {
    const message = 'The continuation token provided is incorrect';
    throw invalidArgument('continuation-token', continuationToken, message);
  }
  const startAfter = query.get('start-after');
  const after = position ?? startAfter;
  const { next, ...content } = readPage(endpoint, request, {
    after,
    hasOwner: query.get('fetch-owner') === 'true',
  });
  const nextContinuationToken = next === undefined ? undefined : encodeToken(next);
  return xmlReply(
    listDocument({
      ...content,
      page: {
        version: 2,
        startAfter,
        continuationToken,
        nextContinuationToken,
      },
    }),
  );
}

export async function listObjects(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const marker = request.query.get('marker') ?? '';
  const { next, ...content } = readPage(endpoint, request, { after: marker, hasOwner: true });
  // Without a delimiter, S3 sends no NextMarker, because the client can continue after the last key that it received.
  const hasNext = content.delimiter !== '' && next !== undefined;
  return xmlReply(
    listDocument({ ...content, page: { version: 1, marker, nextMarker: hasNext ? next : undefined } }),
  );
}

/**
 * Lists one page. Returns the parts of the answer that both versions have, and the position after which the next page
 * begins, if there is one.
 */
function readPage(
  endpoint: Endpoint,
  request: S3Request,
  { after, hasOwner }: { after: string | undefined; hasOwner: boolean },
): Omit<Listing, 'page'> & { next?: string } {
  const encoding = encodingType(request);
  const bucket = bucketOf(request);
  const asked: PageQuery = {
    prefix: request.query.get('prefix') ?? '',
    delimiter: request.query.get('delimiter') ?? '',
    maxKeys: Math.min(integerParameter(request, 'max-keys', LIST_MAX_KEYS), LIST_MAX_KEYS),
    // An empty text means "no position", because no key is empty.
    after: after || undefined,
  };
  const page = listPage(endpoint.storage.bucket(bucket).objects, asked);
  const { prefix, delimiter, maxKeys } = asked;
  return {
    ...{ bucket, prefix, delimiter, maxKeys },
    encodingType: encoding,
    isTruncated: page.next !== undefined,
    objects: page.items.flatMap((item) =>
      'commonPrefix' in item ? [] : [listedObject(item.key, item.value, hasOwner)],
    ),
    commonPrefixes: page.items.flatMap((item) => ('commonPrefix' in item ? [item.commonPrefix] : [])),
    next: page.next,
  };
}

function listedObject(key: string, object: StoredObject, hasOwner: boolean): ListedObject {
  const checksum = 'tree' in object ? undefined : object.checksum;
  return {
    key,
    lastModified: xmlTime(object.lastModifiedMs),
    etag: `"${etagOf(key, object)}"`,
    ...(checksum && {
      checksumAlgorithm: [checksum.algorithm.toUpperCase()],
      checksumType: 'FULL_OBJECT',
    }),
    sizeBytes: object.sizeBytes,
    owner: hasOwner ? OWNER : undefined,
    storageClass: storageClassOf(object),
  };
}
