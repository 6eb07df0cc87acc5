import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from '@jest/globals';
import type { S3EventRecord } from '../../../local/s3/event-message.ts';
import { type LocalS3, startLocalS3 } from '../../../local/s3/server.ts';

/**
 * A started endpoint with one empty bucket, a real client for it, and the events that it sent. Valid only inside the
 * suite's tests.
 */
export interface Started {
  s3: LocalS3;
  client: S3Client;
  events: S3EventRecord[];
  /** Sends a request without a client library, with the path unchanged. */
  raw(target: string, init?: RequestInit): Promise<Response>;
}

export const BUCKET = 'contract';

export function endpointForSuite(): Started {
  const started = { events: [] } as unknown as Started;
  beforeAll(async () => {
    started.s3 = await startLocalS3({
      port: 0,
      onEvent: ({ Records: [event] }) => void started.events.push(event),
    });
    started.s3.storage.createBucket(BUCKET);
    started.client = new S3Client({
      endpoint: started.s3.url,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      maxAttempts: 1,
    });
    started.raw = (target, init) => fetch(started.s3.url + target, init);
  });
  afterAll(async () => {
    started.client.destroy();
    await started.s3.close();
  });
  return started;
}

/** Valid keys that clients, encoders and XML often handle wrongly. */
export const ODD_KEYS = [
  'plain.txt',
  'with space',
  ' leading and trailing ',
  'plus+sign',
  '%2F',
  '%',
  'a//b',
  '/leading',
  'trailing/',
  '//',
  'new\nline',
  'carriage\rreturn',
  'tab\there',
  'control\u0001\u001f',
  'del\u007f\u0085',
  'emoji😀',
  'fullwidth\uff5e',
  'last\u{10ffff}',
  'private\ue000',
  'bom\ufeff',
  '\ufeffbom',
  'é',
  'e\u0301',
  'quote"\'<&>;#?=:@$,',
  'back\\slash',
  'tilde~*()!',
  'not\ufffemember\uffff',
  './dot/../segments/.',
  '..',
  `${'é'.repeat(511)}ab`,
];
