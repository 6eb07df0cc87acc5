import { S3dexError } from '../../contract/client.ts';

/** True if the service refuses the request, and would refuse it again. */
export function isRefusal(cause: unknown): boolean {
  if (!(cause instanceof S3dexError) || cause.status === undefined) return false;
  return cause.status >= 400 && cause.status < 500 && cause.status !== 429;
}
