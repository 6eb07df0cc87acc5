/** The input of ListObjectsV2. */
import type { ListObjectsV2CommandInput } from '@aws-sdk/client-s3';
import { DELIMITER } from '../../../shared/keys.ts';
import type { ListRequest } from '../../core/ports/object-store.ts';
import { readToken } from './list-token.ts';

export function listInput(request: ListRequest): ListObjectsV2CommandInput {
  return {
    Bucket: request.bucket,
    Prefix: request.prefix,
    Delimiter: request.recursive ? undefined : DELIMITER,
    MaxKeys: request.maxKeys,
    // XML 1.0 cannot represent every key. The SDK does not request this encoding by itself, and does not decode it.
    EncodingType: 'url',
    ...continuation(request),
  };
}

function continuation({
  token,
  startAfter,
}: ListRequest): Pick<ListObjectsV2CommandInput, 'ContinuationToken' | 'StartAfter'> {
  if (token !== undefined) {
    const { s3Token, lastKey } = readToken(token);
    return s3Token === undefined ? { StartAfter: lastKey! } : { ContinuationToken: s3Token };
  }
  return startAfter === undefined ? {} : { StartAfter: startAfter };
}

export function peekInput(request: {
  bucket: string;
  prefix: string;
  token?: string;
}): ListObjectsV2CommandInput {
  return {
    Bucket: request.bucket,
    Prefix: request.prefix,
    MaxKeys: 1,
    EncodingType: 'url',
    ContinuationToken: request.token,
  };
}
