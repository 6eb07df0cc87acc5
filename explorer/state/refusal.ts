/** The API does not let this caller ask that: counters and the index's inside are an operator's to see. */
import { S3dexError } from '../../contract/client/error.ts';

export function isRefusal(error: unknown): boolean {
  return error instanceof S3dexError && (error.code === 'forbidden' || error.code === 'unauthorized');
}
