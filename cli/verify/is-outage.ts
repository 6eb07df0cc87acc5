import { S3dexError } from '../../contract/client.ts';
import { IndexSilent } from './index-silent.ts';

const UNAVAILABLE = 503;

/** True if the service, the table or S3 is down, so that other requests will fail too. */
export function isOutage(cause: unknown): boolean {
  if (cause instanceof IndexSilent) return true;
  if (!(cause instanceof S3dexError)) return false;
  // A request that got no answer, or none in time, has no status.
  return cause.status === undefined || cause.status === UNAVAILABLE;
}
