/**
 * Lets the service's workers read a tree, if the service has workers and this caller may use them. Workers need one
 * LIST for every 1,000 objects, instead of one for each directory.
 */
import { type Client, type FillStatusAnswer, S3dexError, type S3dexErrorCode } from '../contract/client.ts';

/** The deployment has no workers, is a version without workers, or allows them only for operators. */
const NOT_OFFERED = new Set<S3dexErrorCode>(['no-such-route', 'method-not-allowed', 'forbidden']);

export interface FillTreeOptions {
  bucket: string;
  prefix: string;
  signal: AbortSignal;
  onProgress(status: FillStatusAnswer): void;
}

/** Undefined: the service does not offer it. @throws S3dexError; the reason of the caller's signal. */
export async function warmByFill(
  client: Client,
  { bucket, prefix, ...options }: FillTreeOptions,
): Promise<FillStatusAnswer | undefined> {
  try {
    return await client.fill(bucket, prefix, { ...options, recursive: true });
  } catch (error) {
    if (error instanceof S3dexError && NOT_OFFERED.has(error.code)) return undefined;
    throw error;
  }
}
