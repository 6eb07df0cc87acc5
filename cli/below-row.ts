/** The row that `stat` adds for a directory: how much is below it at any depth, if the index already knows it. */
import { type Client, S3dexError } from '../contract/client.ts';
import type { S3Url } from './s3-url.ts';
import { s3Url } from './s3-url.ts';
import { humanSize } from './text/human-size.ts';
import { plural } from './text/quantities.ts';

/**
 * Returns a row for the terminal. It makes no S3 call. If the index knows no sum, the row names the command that
 * computes one.
 */
export async function belowRow(
  client: Pick<Client, 'usage'>,
  { bucket, key }: S3Url,
  signal: AbortSignal,
): Promise<[string, string]> {
  const directory = key === '' || key.endsWith('/') ? key : `${key}/`;
  try {
    const { complete, objects, size } = await client.usage(bucket, directory, { onlyIfCached: true, signal });
    if (complete) return ['all below', `${plural(objects, 'object')}, ${humanSize(size)} at any depth`];
  } catch (error) {
    // The sum is optional: without it, the answer to the request is still complete.
    if (!(error instanceof S3dexError)) throw error;
  }
  return ['all below', `not in the index; s3dex du ${s3Url(bucket, directory)} counts it`];
}
