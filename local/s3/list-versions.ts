/**
 * ListObjectVersions of a bucket without versioning: each object has one version, `null`. Tools use it to delete
 * everything.
 */
import { integerParameter } from '../../front/wire/integer-parameter.ts';
import { encodingType, nameEncoding } from '../../front/wire/name-encoding.ts';
import { type Reply, xmlReply } from '../../front/wire/reply.ts';
import { bucketOf, type S3Request } from '../../front/wire/request.ts';
import { invalidArgument } from '../../front/wire/s3-error.ts';
import { element, text, xmlDocument, xmlTime } from '../../front/wire/xml.ts';
import { LIST_MAX_KEYS } from '../../shared/list-bound.ts';
import type { Endpoint } from './endpoint.ts';
import { listPage } from './list-page.ts';
import { ownerElement } from './owner.ts';
import { etagOf, type StoredObject, storageClassOf } from './stored-object.ts';

const ONLY_VERSION = 'null';

export async function listVersions(endpoint: Endpoint, request: S3Request): Promise<Reply> {
  const { query } = request;
  const bucket = bucketOf(request);
  const { encode, element: encoding } = nameEncoding(encodingType(request));
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const keyMarker = query.get('key-marker') ?? '';
  const versionMarker = query.get('version-id-marker') ?? '';
  if (versionMarker !== '' && keyMarker === '') {
    const message = 'A version-id marker cannot be specified without a key marker.';
    throw invalidArgument('version-id-marker', versionMarker, message);
  }
  const maxKeys = Math.min(integerParameter(request, 'max-keys', LIST_MAX_KEYS), LIST_MAX_KEYS);
  // Each key has only one version, so the next page begins after the key, whatever the version marker is.
  const after = keyMarker === '' ? {} : { after: keyMarker };
  const page = listPage(endpoint.storage.bucket(bucket).objects, { prefix, delimiter, maxKeys, ...after });
  const endsWithPrefix = page.items.at(-1) !== undefined && 'commonPrefix' in page.items.at(-1)!;
  return xmlReply(
    xmlDocument('ListVersionsResult', [
      text('Name', bucket),
      text('Prefix', encode(prefix)),
      text('KeyMarker', encode(keyMarker)),
      text('VersionIdMarker', versionMarker),
      page.next === undefined ? undefined : text('NextKeyMarker', encode(page.next)),
      page.next === undefined || endsWithPrefix ? undefined : text('NextVersionIdMarker', ONLY_VERSION),
      text('MaxKeys', maxKeys),
      delimiter === '' ? undefined : text('Delimiter', encode(delimiter)),
      encoding,
      text('IsTruncated', page.next !== undefined),
      ...page.items.map((item) =>
        'commonPrefix' in item
          ? element('CommonPrefixes', [text('Prefix', encode(item.commonPrefix))])
          : versionElement(item.key, item.value, encode),
      ),
    ]),
  );
}

function versionElement(key: string, object: StoredObject, encode: (name: string) => string): string {
  return element('Version', [
    text('Key', encode(key)),
    text('VersionId', ONLY_VERSION),
    text('IsLatest', true),
    text('LastModified', xmlTime(object.lastModifiedMs)),
    text('ETag', `"${etagOf(key, object)}"`),
    text('Size', object.sizeBytes),
    ownerElement('Owner'),
    text('StorageClass', storageClassOf(object)),
  ]);
}
