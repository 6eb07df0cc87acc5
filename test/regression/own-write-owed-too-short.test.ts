/**
 * While the service cannot be told of a write, reads that could miss it pass to S3, for as long as the service may
 * use data from before the write. That time was one life of a listing or stat. But a tree may live longer, expired
 * answers may be declared stale for half a life more, and a bucket whose lives are not known may have a life of a
 * week.
 */
import { expect, test } from '@jest/globals';
import { type Client, S3dexError } from '../../contract/client.ts';
import { OwnWrites } from '../../front/resolver/own-writes.ts';
import { type ServedBucketJson, Service } from '../../front/resolver/service.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BUCKET: ServedBucketJson = {
  name: 'bkt',
  events: 'none',
  listTtlSeconds: 60,
  statTtlSeconds: 60,
  tree: { roots: [''], ttlSeconds: 3_600 },
};

function writesWhile({ isListed }: { isListed: boolean }) {
  const clock = { nowMs: 0 };
  const fail = async (): Promise<never> => {
    throw new S3dexError({ code: 'unreachable', detail: 'down' });
  };
  const buckets = async () => ({ buckets: [BUCKET] });
  const client = { buckets: isListed ? buckets : fail, invalidate: fail } as unknown as Client;
  const now = () => clock.nowMs;
  return { clock, writes: new OwnWrites(new Service({ client, now, warn: () => {} }), now) };
}

test.each([
  ['a tree lives for an hour', true, HOUR_MS],
  ['an expired tree may be declared stale for half an hour more', true, 1.5 * HOUR_MS],
  ['a life that is not known may be a week', false, 7 * DAY_MS],
])('%s', async (_what, isListed, elapsedMs) => {
  const { clock, writes } = writesWhile({ isListed });
  await writes.written('bkt', ['k']);

  clock.nowMs += elapsedMs;

  expect(await writes.isOwed(BUCKET, { prefix: '' })).toBe(true);
});

test('it ends when nothing from before the write may be used', async () => {
  const { clock, writes } = writesWhile({ isListed: true });
  await writes.written('bkt', ['k']);

  clock.nowMs += 2 * HOUR_MS;

  expect(await writes.isOwed(BUCKET, { prefix: '' })).toBe(false);
});
