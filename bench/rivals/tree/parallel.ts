/**
 * A parallel lister, like those of s5cmd and s4cmd: it finds the directories of the first level with a delimiter and
 * lists everything below each of them, 16 at a time.
 */
import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { inParallel } from '../../../shared/in-parallel.ts';
import { BUCKET } from '../../contestant.ts';
import type { TreeRival, TreeSum } from '../../tree-contestant.ts';
import { listBelow } from './list-below.ts';
import { sdkRival } from './sdk-rival.ts';

const AT_ONCE = 16;

export function parallelLister(s3Url: string): TreeRival {
  return sdkRival('parallel-16', s3Url, sumInParallel);
}

async function sumInParallel(client: S3Client, Prefix: string): Promise<TreeSum> {
  const sum: TreeSum = { objects: 0, sizeBytes: 0 };
  const directories: string[] = [];
  let ContinuationToken: string | undefined;
  do {
    const command = new ListObjectsV2Command({ Bucket: BUCKET, Prefix, Delimiter: '/', ContinuationToken });
    const page = await client.send(command);
    for (const { Size } of page.Contents ?? []) add(sum, { objects: 1, sizeBytes: Size! });
    directories.push(...(page.CommonPrefixes ?? []).map((it) => it.Prefix!));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  const parts = await inParallel(directories, AT_ONCE, (directory) => listBelow(client, directory));
  for (const part of parts) add(sum, part);
  return sum;
}

function add(sum: TreeSum, { objects, sizeBytes }: TreeSum): void {
  sum.objects += objects;
  sum.sizeBytes += sizeBytes;
}
