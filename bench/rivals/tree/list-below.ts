/** Sums up a prefix by one chain of LISTs without a delimiter, with the plain SDK. */
import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { BUCKET } from '../../contestant.ts';
import type { TreeSum } from '../../tree-contestant.ts';

export async function listBelow(client: S3Client, Prefix: string): Promise<TreeSum> {
  const sum: TreeSum = { objects: 0, sizeBytes: 0 };
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, Prefix, ContinuationToken }));
    for (const { Size } of page.Contents ?? []) {
      sum.objects++;
      sum.sizeBytes += Size!;
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return sum;
}
