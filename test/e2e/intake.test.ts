/** The events of another S3 server arrive at `POST /_local/events` in that server's format. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalS3, startLocalS3 } from '../../local/s3/server.ts';
import { expectAgreement } from '../support/agreement.ts';
import { listAll, stat } from '../support/index-view.ts';
import { type RunningStack, startStack } from '../support/stack.ts';

let s3: LocalS3;
let stack: RunningStack;
beforeAll(async () => {
  s3 = await startLocalS3({ port: 0 });
  s3.storage.createBucket('theirs');
  stack = await startStack(['--s3-endpoint', s3.url, '--bucket', 'theirs']);
});
afterAll(async () => {
  await stack.stop();
  await s3.close();
});

const write = (key: string) =>
  s3.storage.put('theirs', { key, sizeBytes: 1, etag: 'e', lastModifiedMs: 1_700_000_000_000 });

const record = (eventSource: string, eventName: string, key: string, bucket = 'theirs') => ({
  eventVersion: '2.2',
  eventSource,
  eventName,
  s3: { bucket: { name: bucket }, object: { key, versionId: '' } },
});

async function tell(body: unknown): Promise<Response> {
  return stack.api('/_local/events', {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

describe('events from another S3 server', () => {
  test('a cached answer stays until the event arrives, and then is true again', async () => {
    await expectAgreement(stack, 'theirs', ['a b+c é.txt']);
    write('a b+c é.txt');
    expect((await listAll(stack, 'theirs', '')).entries).toEqual([]);
    expect((await tell({ Records: [record('ceph:s3', 'ObjectCreated:Put', 'a b+c é.txt')] })).status).toBe(
      200,
    );
    await stack.settle();
    await expectAgreement(stack, 'theirs', ['a b+c é.txt']);
  });

  test.each([
    ['minio:s3', 's3:ObjectCreated:Put', 'minio%2Fa+b%2Bc', 'minio/a b+c'],
    ['ceph:s3', 'ObjectCreated:Put', 'ceph/a+b%2F', 'ceph/a+b%2F'],
    ['aws:s3', 'ObjectCreated:Put', 'aws/a+b%2Bc', 'aws/a b+c'],
    ['some:s3', 'ObjectCreated:Put', 'some/a+b', 'some/a+b'],
    ['some:s3', 'ObjectCreated:Put', 'other/a+b', 'other/a b'],
  ])('%s %s writes the key %s', async (source, name, written, key) => {
    expect((await stat(stack, 'theirs', key)).status).toBe(404);
    await listAll(stack, 'theirs', '');
    write(key);
    await tell({ Records: [record(source, name, written)] });
    await stack.settle();
    await expectAgreement(stack, 'theirs', [key]);
  });

  test('an EventBridge event', async () => {
    expect((await stat(stack, 'theirs', 'bridge/a+b')).status).toBe(404);
    write('bridge/a+b');
    const detail = { bucket: { name: 'theirs' }, object: { key: 'bridge/a+b' }, reason: 'PutObject' };
    await tell({ version: '0', source: 'aws.s3', 'detail-type': 'Object Created', detail });
    await stack.settle();
    await expectAgreement(stack, 'theirs', ['bridge/a+b']);
  });

  test('counts every record as sent, records that need no mark as skipped, unknown kinds and test events as changes', async () => {
    const before = (await stack.metrics()).events;
    const records = [
      record('ceph:s3', 'ObjectTagging:Put', 'a b+c é.txt'),
      record('ceph:s3', 'ObjectCreated:Put', 'x', 'not-served'),
      record('ceph:s3', 'SomethingNew:Happened', 'x'),
    ];
    expect(await (await tell({ Records: records })).json()).toEqual({ enqueued: 3 });
    await tell({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'theirs' });
    await stack.settle();
    const { events } = await stack.metrics();
    expect(events).toEqual({
      ...before,
      sent: before.sent + 4,
      received: before.received + 4,
      skipped: before.skipped + 2,
      // One mark for the unknown kind of event, and one for the floor of the test event.
      marks: before.marks + 2,
    });
  });

  test('a message that cannot be parsed becomes a dead letter, and the others are processed', async () => {
    await tell('this is not JSON');
    await tell({ Records: [{ s3: {} }] });
    write('after');
    await tell({ Records: [record('ceph:s3', 'ObjectCreated:Put', 'after')] });
    await stack.settle();
    const { events, queue } = await stack.metrics();
    expect(events.deadLetters).toBe(2);
    expect(queue).toEqual({ visible: 0, inFlight: 0 });
    expect((await stat(stack, 'theirs', 'after')).status).toBe(200);
  });

  test('a message that SQS would not accept is refused at once', async () => {
    expect((await tell('')).status).toBe(400);
    expect((await stack.api('/_local/events')).status).toBe(405);
    expect((await stack.api('/_local/nothing')).status).toBe(404);
  });
});

test('with --no-events there is no queue, and the buckets are shown as without events', async () => {
  const quiet = await startStack(['--bucket', 'plain', '--no-events']);
  try {
    await fetch(`${quiet.s3Url}/plain/x`, { method: 'PUT', body: 'x' });
    await quiet.settle();
    expect((await quiet.metrics()).events.sent).toBe(0);
    expect((await quiet.api('/_local/events', { method: 'POST', body: '{}' })).status).toBe(404);
    const { buckets } = (await (await quiet.api('/v1/buckets')).json()) as { buckets: unknown[] };
    expect(buckets).toMatchObject([{ name: 'plain', events: 'none' }]);
  } finally {
    await quiet.stop();
  }
});
