/** ListParts and ListMultipartUploads. */

import { integerParameter } from '../../front/wire/integer-parameter.ts';
import { encodingType, nameEncoding } from '../../front/wire/name-encoding.ts';
import { type Reply, xmlReply } from '../../front/wire/reply.ts';
import { bucketOf, placeOf, type S3Request } from '../../front/wire/request.ts';
import { element, text, xmlDocument, xmlTime } from '../../front/wire/xml.ts';
import { compareNames } from '../../shared/byte-order.ts';
import { LIST_MAX_KEYS } from '../../shared/list-bound.ts';
import { checksumElement } from './checksum.ts';
import type { Endpoint } from './endpoint.ts';
import { ownerElement } from './owner.ts';
import { findUpload } from './upload-part.ts';
import { orderedParts, type Part, type Upload } from './uploads.ts';

export async function listParts(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const { bucket, key } = placeOf(request);
  const upload = findUpload(endpoint, request);
  const encoding = nameEncoding(encodingType(request));
  const marker = integerParameter(request, 'part-number-marker', 0);
  const maxParts = Math.min(integerParameter(request, 'max-parts', LIST_MAX_KEYS), LIST_MAX_KEYS);
  const rest = orderedParts(upload).filter((part) => part.number > marker);
  const parts = rest.slice(0, maxParts);
  return xmlReply(
    xmlDocument('ListPartsResult', [
      text('Bucket', bucket),
      text('Key', encoding.encode(key)),
      text('UploadId', upload.id),
      ownerElement('Initiator'),
      ownerElement('Owner'),
      text('StorageClass', upload.headers.storageClass),
      text('PartNumberMarker', marker),
      text('NextPartNumberMarker', parts.at(-1)?.number ?? 0),
      text('MaxParts', maxParts),
      encoding.element,
      text('IsTruncated', maxParts > 0 && rest.length > parts.length),
      ...parts.map(partElement),
    ]),
  );
}

function partElement(part: Part): string {
  return element('Part', [
    text('PartNumber', part.number),
    text('LastModified', xmlTime(part.lastModifiedMs)),
    text('ETag', `"${part.etag}"`),
    text('Size', part.bytes.length),
    part.checksum && text(checksumElement(part.checksum.algorithm), part.checksum.value),
  ]);
}

interface UploadsPage {
  uploads: Upload[];
  commonPrefixes: string[];
  /** Present if there are more uploads. The next page begins after this upload of this key. */
  next?: { key: string; uploadId: string };
}

export async function listUploads(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const bucket = bucketOf(request);
  const { query } = request;
  endpoint.storage.bucket(bucket);
  const encoding = nameEncoding(encodingType(request));
  const maxUploads = Math.min(integerParameter(request, 'max-uploads', LIST_MAX_KEYS), LIST_MAX_KEYS);
  const delimiter = query.get('delimiter') ?? '';
  const page = readUploads(endpoint.uploads.inOrder(bucket), request, maxUploads);
  return xmlReply(
    xmlDocument('ListMultipartUploadsResult', [
      text('Bucket', bucket),
      text('KeyMarker', encoding.encode(query.get('key-marker') ?? '')),
      text('UploadIdMarker', query.get('upload-id-marker') ?? ''),
      page.next && text('NextKeyMarker', encoding.encode(page.next.key)),
      page.next && text('NextUploadIdMarker', page.next.uploadId),
      text('Prefix', encoding.encode(query.get('prefix') ?? '')),
      delimiter === '' ? undefined : text('Delimiter', encoding.encode(delimiter)),
      text('MaxUploads', maxUploads),
      encoding.element,
      text('IsTruncated', page.next !== undefined),
      ...page.uploads.map((upload) =>
        element('Upload', [
          text('Key', encoding.encode(upload.key)),
          text('UploadId', upload.id),
          ownerElement('Initiator'),
          ownerElement('Owner'),
          text('StorageClass', upload.headers.storageClass),
          text('Initiated', xmlTime(upload.initiatedMs)),
        ]),
      ),
      ...page.commonPrefixes.map((prefix) =>
        element('CommonPrefixes', [text('Prefix', encoding.encode(prefix))]),
      ),
    ]),
  );
}

/**
 * Reads one page. It examines all uploads, because there are few. `ordered` must be sorted by key and id, so that the
 * uploads below a common prefix are adjacent.
 */
function readUploads(ordered: Upload[], request: S3Request, maxUploads: number): UploadsPage {
  const prefix = request.query.get('prefix') ?? '';
  const delimiter = request.query.get('delimiter') ?? '';
  const keyMarker = request.query.get('key-marker') ?? '';
  const idMarker = request.query.get('upload-id-marker') ?? '';
  const page: UploadsPage = { uploads: [], commonPrefixes: [] };
  let last = { key: '', uploadId: '' };
  for (const upload of ordered) {
    if (!upload.key.startsWith(prefix)) continue;
    const cut = delimiter === '' ? -1 : upload.key.indexOf(delimiter, prefix.length);
    const commonPrefix = cut < 0 ? undefined : upload.key.slice(0, cut + delimiter.length);
    if (commonPrefix !== undefined && commonPrefix === page.commonPrefixes.at(-1)) continue;
    const order = keyMarker === '' ? 1 : compareNames(commonPrefix ?? upload.key, keyMarker);
    const isSameKeyLater =
      order === 0 && commonPrefix === undefined && idMarker !== '' && upload.id > idMarker;
    if (order < 0 || (order === 0 && !isSameKeyLater)) continue;
    if (page.uploads.length + page.commonPrefixes.length >= maxUploads) {
      return maxUploads === 0 ? page : { ...page, next: last };
    }
    if (commonPrefix === undefined) page.uploads.push(upload);
    else page.commonPrefixes.push(commonPrefix);
    last = { key: commonPrefix ?? upload.key, uploadId: commonPrefix === undefined ? upload.id : '' };
  }
  return page;
}
