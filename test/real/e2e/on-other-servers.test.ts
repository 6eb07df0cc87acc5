/**
 * The whole service on other projects' servers: Ceph RGW as S3, DynamoDB Local as the table. Only RGW's own
 * notifications, pushed to the event intake, keep the index current.
 */
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listAll, stat } from '../../support/index-view.ts';
import { type OtherServers, startOnOtherServers } from '../../support/on-other-servers.ts';
import type { Rgw } from '../../support/rgw.ts';
import { directoriesOf, headFromS3, listFromS3 } from '../../support/s3-view.ts';
import type { RunningStack } from '../../support/stack.ts';

const Bucket = 'on-rgw';
const KEYS = ['a/b/c.txt', 'a/b+ c/é%2F.txt', 'a-', 'a0', '\u{1f600}/\uff5e', 'top.txt', 'marker/'];
const START_PATIENCE_MS = 240_000;
const TEST_PATIENCE_MS = 120_000;

let servers: OtherServers;
let rgw: Rgw;
let stack: RunningStack;

beforeAll(async () => {
  servers = await startOnOtherServers(Bucket);
  ({ rgw, stack } = servers);
}, START_PATIENCE_MS);
afterAll(() => servers?.stop());

const put = (Key: string, Body: string) =>
  rgw.client.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from(Body) }));
const remove = (Key: string) => rgw.client.send(new DeleteObjectCommand({ Bucket, Key }));

/**
 * Removes what differs between RGW's LIST and HEAD: the LIST has milliseconds and a storage class, the HEAD has
 * neither. A changed object is known only from its HEAD until its directory is listed again. Outside AWS, an absent
 * storage class has no meaning.
 */
const toSecond = <T extends object>(said: T) => ({
  ...said,
  storageClass: undefined,
  lastModified: String((said as { lastModified?: string }).lastModified).slice(
    0,
    '2026-01-01T00:00:00'.length,
  ),
});

async function expectTrue(): Promise<void> {
  await stack.settle();
  for (const directory of directoriesOf(KEYS)) {
    const { entries } = await listAll(stack, Bucket, directory);
    const theirs = await listFromS3(rgw.client, Bucket, directory);
    expect([directory, entries.map(toSecond)]).toEqual([directory, theirs.map(toSecond)]);
  }
  for (const key of KEYS.filter((it) => !it.endsWith('/'))) {
    const { status, body } = await stat(stack, Bucket, key);
    const head = await headFromS3(rgw.client, Bucket, key);
    if (head === undefined) expect([key, status]).toEqual([key, 404]);
    else expect(toSecond(body)).toMatchObject(toSecond(head));
  }
}

/** On a busy machine, the table may not answer within its second, and the request is then answered from S3. */
const ROUNDS = 3;

async function s3CallsOfARound(): Promise<number> {
  const { s3: before } = await stack.metrics();
  await listAll(stack, Bucket, '');
  await stat(stack, Bucket, 'top.txt');
  const { s3: after } = await stack.metrics();
  return after.list + after.head + after.other - (before.list + before.head + before.other);
}

test(
  "RGW's notifications keep every listing and stat true, and unchanged directories are answered without S3",
  async () => {
    await expectTrue();
    for (const key of KEYS) await put(key, key.endsWith('/') ? '' : 'first');
    await expectTrue();
    for (const key of KEYS.slice(0, 3)) await put(key, 'second, longer');
    await expectTrue();
    // These are the last objects of their directories, so the listings of the directories above change too.
    for (const key of KEYS.slice(0, 2)) await remove(key);
    await expectTrue();
    const { events } = await stack.metrics();
    const callsOfRounds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) callsOfRounds.push(await s3CallsOfARound());
    expect(callsOfRounds).toContain(0);
    expect(events.received).toBeGreaterThanOrEqual(KEYS.length + 5);
    expect(events.deadLetters).toBe(0);
    for (const key of KEYS.slice(2)) await remove(key);
    await expectTrue();
    expect((await listAll(stack, Bucket, '')).entries).toEqual([]);
  },
  TEST_PATIENCE_MS,
);
