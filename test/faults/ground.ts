/** What all cells share: the servers, and one instance of each function that reaches them without a proxy. */
import { Worker } from 'node:worker_threads';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { type LocalQueue, startQueue } from '../../local/queue.ts';
import { type LocalS3, startLocalS3 } from '../../local/s3/server.ts';
import { testClient } from '../support/dynalite.ts';
import { type Disturbances, watchDisturbances } from './disturbance.ts';
import { type Instance, startInstance } from './instance.ts';

export interface Ground {
  s3: LocalS3;
  /** S3 itself, with which every answer is compared. */
  s3Client: S3Client;
  dynamodbEndpoint: string;
  /** Direct access to the table, past the functions. */
  dynamodb: DynamoDBClient;
  tableName: string;
  queue: LocalQueue;
  /** An instance without faults, which serves every bucket of the ground. */
  healthy: Instance;
  disturbances: Disturbances;
  /** A bucket that no cell has used yet. */
  nextBucket(): string;
  close(): Promise<void>;
}

/** Starts the shared servers, with this many buckets. */
export async function layGround(buckets: number): Promise<Ground> {
  const names = Array.from({ length: buckets }, (_, i) => `bucket-${i}`);
  const worker = new Worker(new URL('./dynalite-thread.ts', import.meta.url));
  const started = new Promise<{ endpoint: string; tableName: string }>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  const { endpoint: dynamodbEndpoint, tableName } = await started;
  const s3 = await startLocalS3({ port: 0 });
  const queue = await startQueue({ visibilityTimeoutSeconds: 30, maxReceiveCount: 5 });
  for (const name of names) s3.storage.createBucket(name);
  const s3Client = new S3Client({
    endpoint: s3.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const dynamodb = testClient(dynamodbEndpoint);
  const disturbances = watchDisturbances();
  const healthy = await startInstance({
    tableName,
    buckets: names.map((name) => ({ name, events: 's3' })),
    s3Endpoint: s3.url,
    dynamodbEndpoint,
    sqsEndpoint: queue.endpoint,
    deadLetterQueueUrl: queue.deadLetterQueueUrl,
    // Only for the routes of fills. No cell begins a fill with this instance.
    fillQueueUrl: queue.queueUrl,
  });
  return {
    s3,
    s3Client,
    dynamodbEndpoint,
    dynamodb,
    tableName,
    queue,
    healthy,
    disturbances,
    nextBucket() {
      const name = names.shift();
      if (name === undefined) throw new Error('the ground has no bucket left');
      return name;
    },
    async close() {
      disturbances.stop();
      s3Client.destroy();
      dynamodb.destroy();
      await Promise.all([s3.close(), queue.close(), worker.terminate()]);
    },
  };
}
