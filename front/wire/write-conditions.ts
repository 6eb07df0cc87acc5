/** If-Match and If-None-Match of a write. */
import { namesEtag } from './read-conditions.ts';
import { header, type S3Request } from './request.ts';
import { noSuchKey, S3Error } from './s3-error.ts';

/**
 * Checks conditional writes: `If-None-Match: *` (only if the key does not exist) and `If-Match: etag` (only over that
 * object).
 */
export function checkWrite(request: S3Request, key: string, currentEtag: string | undefined): void {
  const ifNoneMatch = header(request, 'if-none-match');
  const ifMatch = header(request, 'if-match');
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() !== '*')
      throw new S3Error('NotImplemented', { fields: { Header: 'If-None-Match' } });
    if (currentEtag !== undefined) throw preconditionFailed('If-None-Match');
  }
  if (ifMatch !== undefined) {
    if (currentEtag === undefined) throw noSuchKey(key);
    if (!namesEtag(ifMatch, currentEtag)) throw preconditionFailed('If-Match');
  }
}

export function preconditionFailed(condition: string): S3Error {
  return new S3Error('PreconditionFailed', { fields: { Condition: condition } });
}
