/** One emulated account for a suite: bootstrapped, with the buckets named, the CDK's command and AWS's own clients. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type AwsCredentials, sigV4 } from '../../../contract/client/sigv4.ts';
import { type Client, createClient } from '../../../contract/client.ts';
import { type AwsApi, awsApi } from './aws-api.ts';
import { type Cdk, cdkIn } from './cdk.ts';
import {
  ACCOUNT,
  type Emulator,
  REGION,
  ROOT_CREDENTIALS,
  ROOT_ENVIRONMENT,
  startEmulator,
} from './emulator.ts';
import { FRONT_VARIABLE, startFront } from './front.ts';
import { loopbackFetch } from './loopback-fetch.ts';

export interface Place {
  emulator: Emulator;
  folder: string;
  cdk: Cdk;
  s3: S3Client;
  sqs: SQSClient;
  aws: AwsApi;
  put(bucket: string, key: string, body?: string): Promise<void>;
  remove(bucket: string, key: string): Promise<void>;
  /** The typed client with these credentials. */
  client(url: string, credentials?: AwsCredentials): Client;
  stop(): Promise<void>;
}

export async function openPlace(buckets: string[]): Promise<Place> {
  const emulator = await startEmulator();
  const front = await startFront(emulator.port);
  const folder = mkdtempSync(join(tmpdir(), 's3dex-deploy-'));
  const aws = { endpoint: front.url, region: REGION, credentials: ROOT_CREDENTIALS };
  const s3 = new S3Client({ ...aws, forcePathStyle: true });
  const sqs = new SQSClient(aws);
  const place: Place = {
    emulator,
    folder,
    s3,
    sqs,
    aws: awsApi(front.url),
    cdk: cdkIn(folder, { ...ROOT_ENVIRONMENT, AWS_ENDPOINT_URL: front.url, [FRONT_VARIABLE]: front.url }),
    async put(Bucket, Key, Body = 'content') {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    },
    async remove(Bucket, Key) {
      await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    client: (endpoint, credentials = ROOT_CREDENTIALS) =>
      createClient({
        endpoint,
        sign: sigV4({ region: REGION, credentials }),
        fetch: loopbackFetch,
        heldAnswers: 0,
        retries: 0,
      }),
    async stop() {
      s3.destroy();
      sqs.destroy();
      await front.stop();
      await emulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    for (const Bucket of buckets) await s3.send(new CreateBucketCommand({ Bucket }));
    await place.cdk.run('bootstrap', `aws://${ACCOUNT}/${REGION}`);
  } catch (error) {
    await place.stop();
    throw error;
  }
  return place;
}
