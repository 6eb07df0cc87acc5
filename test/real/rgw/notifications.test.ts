/** The notifications that RGW pushes to an HTTP endpoint, in the form in which the event intake receives them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../../support/child.ts';
import { type Rgw, startRgw } from '../../support/rgw.ts';

let rgw: Rgw;
let receiver: Server;
const bodies: {
  Records: {
    eventName: string;
    eventSource: string;
    s3: { bucket: { name: string }; object: { key: string } };
  }[];
}[] = [];

beforeAll(async () => {
  rgw = await startRgw();
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      bodies.push(JSON.parse(Buffer.concat(parts).toString()));
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
}, 180_000);
afterAll(async () => {
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  await rgw?.stop();
});

test('keys are not encoded, and the source names the sender', async () => {
  const bucket = 'watched';
  await rgw.client.send(new CreateBucketCommand({ Bucket: bucket }));
  await rgw.notify(bucket, `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`);
  const key = 'a b+c/é%2F\u{1f600}.txt';
  await rgw.client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'x' }));
  await rgw.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  const records = () => bodies.flatMap(({ Records }) => Records);
  await until(async () => expect(records().length).toBeGreaterThanOrEqual(2), [], 20_000);
  expect(records().map(({ s3 }) => [s3.bucket.name, s3.object.key])).toEqual([
    [bucket, key],
    [bucket, key],
  ]);
  expect(records().map(({ eventName }) => eventName.replace(/^s3:/, ''))).toEqual([
    'ObjectCreated:Put',
    'ObjectRemoved:Delete',
  ]);
  for (const { eventSource } of records()) expect(eventSource).toBe('ceph:s3');
});
