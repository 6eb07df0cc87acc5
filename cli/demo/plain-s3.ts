/** A program without an index: it lists a directory, then stats each file, every time. */
import { HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import pLimit from 'p-limit';

export interface PlainRead {
  lists: number;
  heads: number;
  ms: number;
}

/** HEADs at a time: the SDK's default number of connections. */
export const PARALLEL_HEADS = 50;

export function plainClient(endpoint: string): S3Client {
  return new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'demo', secretAccessKey: 'demo' },
  });
}

export async function readPlainly(
  s3: S3Client,
  bucket: string,
  prefix: string,
  now: () => number,
): Promise<PlainRead> {
  const startedAt = now();
  const keys: string[] = [];
  let lists = 0;
  for (let token: string | undefined; ; ) {
    const page = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, Delimiter: '/', ContinuationToken: token }),
    );
    lists++;
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) keys.push(Key);
    token = page.NextContinuationToken;
    if (token === undefined) break;
  }
  const limit = pLimit(PARALLEL_HEADS);
  await Promise.all(keys.map((Key) => limit(() => s3.send(new HeadObjectCommand({ Bucket: bucket, Key })))));
  return { lists, heads: keys.length, ms: now() - startedAt };
}
