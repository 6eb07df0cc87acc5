/** ListObjectsV2: what is asked. */
import type { ListObjectsV2CommandInput } from '@aws-sdk/client-s3';
import { DELIMITER } from '../../../shared/keys.ts';
import type { ListRequest } from '../../core/ports/object-store.ts';

export function listInput(request: ListRequest): ListObjectsV2CommandInput {
  return {
    Bucket: request.bucket,
    Prefix: request.prefix,
    ...(request.recursive ? {} : { Delimiter: DELIMITER }),
    MaxKeys: request.maxKeys,
    // XML 1.0 cannot hold every key; the SDK neither asks for this nor decodes it.
    EncodingType: 'url',
    ...continuation(request),
  };
}

/** The port's opaque token says how to go on: by S3's own token, or after a key. */
const BY_TOKEN = 'token:';
const AFTER = 'after:';

export const byToken = (token: string) => BY_TOKEN + token;

/**
 * For a truncated answer without a token. Ceph RGW 16 puts the last key into NextContinuationToken unencoded, where a key of
 * nothing but white space is lost in the XML.
 */
export const afterName = (prefix: string, name: string) => AFTER + prefix + name;

function continuation({
  token,
  startAfter,
}: ListRequest): Pick<ListObjectsV2CommandInput, 'ContinuationToken' | 'StartAfter'> {
  if (token?.startsWith(BY_TOKEN)) return { ContinuationToken: token.slice(BY_TOKEN.length) };
  if (token?.startsWith(AFTER)) return { StartAfter: token.slice(AFTER.length) };
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
    ...(request.token === undefined ? {} : { ContinuationToken: request.token }),
  };
}
