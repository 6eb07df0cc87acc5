/**
 * The whole service on servers of other projects: Ceph RGW as S3, which sends its own notifications, and DynamoDB
 * Local as the table.
 */
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { startDynamoDbLocal } from './dynamodb-local.ts';
import { type Rgw, startRgw } from './rgw.ts';
import { type RunningStack, startStack } from './stack.ts';

export interface OtherServers {
  rgw: Rgw;
  stack: RunningStack;
  stop(): Promise<void>;
}

/** `prepare` runs after the bucket was created and before the service starts. */
export async function startOnOtherServers(
  bucket: string,
  prepare: (rgw: Rgw) => Promise<unknown> = async () => {},
): Promise<OtherServers> {
  const rgw = await startRgw();
  const dynamodb = await startDynamoDbLocal();
  await rgw.client.send(new CreateBucketCommand({ Bucket: bucket }));
  await prepare(rgw);
  const flags = ['--s3-endpoint', rgw.endpoint, '--dynamodb-endpoint', dynamodb.endpoint, '--bucket', bucket];
  const started = await startStack(flags, {
    AWS_ACCESS_KEY_ID: rgw.accessKeyId,
    AWS_SECRET_ACCESS_KEY: rgw.secretAccessKey,
    AWS_REGION: 'us-east-1',
  });
  const stack = { ...started, s3: rgw.client };
  await rgw.notify(bucket, `${stack.apiUrl}/_local/events`);
  return {
    rgw,
    stack,
    async stop() {
      await stack.stop();
      await dynamodb.stop();
      await rgw.stop();
    },
  };
}
