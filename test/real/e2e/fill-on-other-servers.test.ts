/**
 * A fill by workers on other projects' servers: Ceph RGW as S3, DynamoDB Local as the table. Afterwards no listing
 * needs S3, and RGW's own notifications keep the filled index current.
 */
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inParallel } from '../../../shared/in-parallel.ts';
import { until } from '../../support/child.ts';
import { listAll } from '../../support/index-view.ts';
import { type OtherServers, startOnOtherServers } from '../../support/on-other-servers.ts';
import type { Rgw } from '../../support/rgw.ts';
import { directoriesOf, listFromS3 } from '../../support/s3-view.ts';
import type { RunningStack } from '../../support/stack.ts';

const Bucket = 'filled';
/** Several pages of a LIST, so that the fill is divided. */
const KEYS = Array.from({ length: 5_000 }, (_, i) => `t/${i % 50}/${'n'.repeat(i % 7)}${i}`);
const PUTS_AT_ONCE = 32;
const PATIENCE_MS = 240_000;

let servers: OtherServers;
let rgw: Rgw;
let stack: RunningStack;

beforeAll(async () => {
  servers = await startOnOtherServers(Bucket, (server) =>
    inParallel(KEYS, PUTS_AT_ONCE, (key) => put(server, key)),
  );
  ({ rgw, stack } = servers);
}, PATIENCE_MS);
afterAll(() => servers?.stop());

async function put({ client }: Rgw, Key: string): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from(Key) }));
}

async function fillAll(): Promise<{ listed: number }> {
  const path = `/v1/buckets/${Bucket}/fills`;
  const begun = await stack.api(path, {
    method: 'POST',
    body: JSON.stringify({ prefix: '', recursive: true }),
  });
  expect(begun.status).toBe(202);
  const { id } = (await begun.json()) as { id: string };
  let progress = { state: 'queued', listed: 0 };
  await until(
    async () => {
      progress = (await (await stack.api(`${path}/${id}`)).json()) as typeof progress;
      expect(progress.state).toBe('complete');
    },
    [],
    PATIENCE_MS,
  );
  return progress;
}

/** Checks every directory and the whole tree against these keys. */
async function expectTrue(keys: readonly string[]): Promise<void> {
  const names = (entries: readonly { name: string }[]) => entries.map(({ name }) => name);
  for (const directory of directoriesOf(keys)) {
    const { entries } = await listAll(stack, Bucket, directory);
    const theirs = await listFromS3(rgw.client, Bucket, directory);
    expect([directory, names(entries)]).toEqual([directory, names(theirs)]);
  }
  const usage = await (await stack.api(`/v1/buckets/${Bucket}/usage?prefix=`)).json();
  const size = keys.reduce((sum, key) => sum + key.length, 0);
  expect(usage).toMatchObject({ objects: keys.length, size, complete: true });
}

test(
  'a filled bucket is listed without S3, and stays true by its notifications',
  async () => {
    expect(await fillAll()).toMatchObject({ listed: KEYS.length });
    const before = (await stack.metrics()).s3;
    await expectTrue(KEYS);
    expect((await stack.metrics()).s3).toEqual(before);
    const [removed, kept] = [KEYS.slice(0, 20), KEYS.slice(20)];
    const created = ['t/0/new', 't/new/deep/er', 'top'];
    for (const Key of removed) await rgw.client.send(new DeleteObjectCommand({ Bucket, Key }));
    await inParallel(created, PUTS_AT_ONCE, (key) => put(rgw, key));
    await stack.settle();
    await expectTrue([...kept, ...created]);
  },
  PATIENCE_MS,
);
