/** Invalidates the names that differ. */

import { batchesOf } from '../../contract/client/batches.ts';
import type { Client } from '../../contract/client.ts';
import { isDirectoryKey } from '../s3-url.ts';
import type { Difference } from './verify-tree.ts';

/**
 * The key of a directory voids everything below it. From more of them than this in one request, the service makes one
 * floor at the directory above all of them (MAX_FLOORS_AT_ONCE in lambdas/core/changes/invalidate.ts).
 */
const MAX_DIRECTORIES = 100;

export async function repair(
  client: Pick<Client, 'invalidate'>,
  bucket: string,
  { differences, signal }: { differences: readonly Difference[]; signal: AbortSignal },
): Promise<void> {
  const keys = differences.map(({ key }) => key);
  const directories = keys.filter(isDirectoryKey);
  const requests = batchesOf(keys.filter((key) => !isDirectoryKey(key)));
  for (let at = 0; at < directories.length; at += MAX_DIRECTORIES) {
    requests.push(directories.slice(at, at + MAX_DIRECTORIES));
  }
  for (const keys of requests) await client.invalidate(bucket, { keys }, { signal });
}
