/** `x-amz-copy-source`: finds the source object of a copy, and checks the copy's conditions on it. */

import { decodePercent } from '../../front/wire/percent.ts';
import { judgeRead } from '../../front/wire/read-conditions.ts';
import { header, keyTooLong, type S3Request } from '../../front/wire/request.ts';
import { invalidArgument } from '../../front/wire/s3-error.ts';
import { preconditionFailed } from '../../front/wire/write-conditions.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../shared/keys.ts';
import type { Endpoint } from './endpoint.ts';
import { describe, type WrittenObject } from './stored-object.ts';

const HEADER = 'x-amz-copy-source';

export interface CopySource {
  bucket: string;
  key: string;
  object: WrittenObject;
}

/** `[/]bucket/key[?versionId=null]`, percent-encoded. */
export function findCopySource(endpoint: Endpoint, request: S3Request): CopySource {
  const raw = header(request, HEADER) ?? '';
  const [path = '', version] = raw.split('?versionId=', 2);
  const decoded = decodePercent(path.startsWith('/') ? path.slice(1) : path, 'path');
  const slash = decoded?.indexOf('/') ?? -1;
  if (decoded === undefined || slash < 1 || slash === decoded.length - 1) {
    throw invalidArgument(
      HEADER,
      raw,
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    );
  }
  if (version !== undefined && version !== 'null')
    throw invalidArgument(HEADER, raw, 'Invalid version id specified');
  const bucket = decoded.slice(0, slash);
  const key = decoded.slice(slash + 1);
  if (byteLength(key) > MAX_KEY_BYTES) throw keyTooLong(key);
  const object = describe(key, endpoint.storage.object(bucket, key));
  if (judgeRead((name) => header(request, name), object, 'x-amz-copy-source-') !== 'proceed')
    throw preconditionFailed('x-amz-copy-source-If-*');
  return { bucket, key, object };
}
