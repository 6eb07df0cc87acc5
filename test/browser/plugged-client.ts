/**
 * The AWS SDK's client with the plugin, in a page or in Node. Returns the outputs of some calls, and which of them S3
 * answered.
 */
import { HeadObjectCommand, ListObjectsV2Command, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { createClient } from '../../contract/client.ts';
import { indexed } from '../../front/plugin/s3.ts';

export interface Asked {
  api: string;
  s3: string;
  Bucket: string;
  Prefix: string;
  Key: string;
}

export interface Seen {
  outputs: unknown[];
  passed: string[];
}

/** With `isPlugged` false, all calls go to S3. */
export async function askAll({ api, s3, Bucket, Prefix, Key }: Asked, isPlugged: boolean): Promise<Seen> {
  const client = new S3Client({
    ...{ endpoint: s3, region: 'us-east-1', forcePathStyle: true },
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  const passed: string[] = [];
  if (isPlugged) {
    client.middlewareStack.use(
      indexed({ client: createClient({ endpoint: api }), onPass: (operation) => passed.push(operation) }),
    );
  }
  const names: unknown[] = [];
  for await (const page of paginateListObjectsV2({ client, pageSize: 2 }, { Bucket, Prefix, Delimiter: '/' }))
    names.push(page.Contents?.map((object) => object.Key));
  const aborted = new AbortController();
  aborted.abort();
  const outputs = [
    names,
    plain(await client.send(new ListObjectsV2Command({ Bucket, Prefix, Delimiter: '/' }))),
    plain(await client.send(new HeadObjectCommand({ Bucket, Key }))),
    await client
      .send(new HeadObjectCommand({ Bucket, Key: `${Key}-none` }))
      .catch((error: Error) => error.name),
    await client
      .send(new ListObjectsV2Command({ Bucket }), { abortSignal: aborted.signal })
      .catch((error: Error) => error.name),
    plain(await client.send(new ListObjectsV2Command({ Bucket, Prefix, Delimiter: 'o' }))),
  ];
  return { outputs: JSON.parse(JSON.stringify(outputs)), passed };
}

function plain({ $metadata: _, ...output }: object & { $metadata?: unknown }): object {
  return output;
}
