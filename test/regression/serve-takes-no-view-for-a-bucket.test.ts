/**
 * `s3dex serve` answered listings of a view's name from the index, while it passed GET and PUT to the bucket that has
 * this name in S3.
 */
import { expect, test } from '@jest/globals';
import type { Client } from '../../contract/client.ts';
import { Service } from '../../front/resolver/service.ts';

test('requests for the name of a view pass to S3', async () => {
  const buckets = async () => ({ buckets: [{ name: 'photos' }, { name: 'team-a', view: true }] });
  const client = { buckets } as unknown as Client;
  const service = new Service({ client, now: () => 0, warn: () => {} });
  expect(await service.bucket('photos')).toEqual({ name: 'photos' });
  expect(await service.bucket('team-a')).toMatchObject({ outcome: 'pass', reason: 'not-served' });
});
