/** Did the API refuse the request? Only operators may see counters and inspect the index. */
import { S3dexError } from '../../contract/client/error.ts';

export function isRefusal(error: unknown): boolean {
  return error instanceof S3dexError && (error.code === 'forbidden' || error.code === 'unauthorized');
}
