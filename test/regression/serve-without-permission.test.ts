/**
 * `s3dex serve` with credentials that may not call `GET /v1/buckets` asked the service at each request, passed
 * everything to S3, and said nothing.
 */
import { expect, test } from '@jest/globals';
import { type Client, S3dexError, type S3dexErrorCode } from '../../contract/client.ts';
import { Service } from '../../front/resolver/service.ts';

function refused() {
  const code = 'forbidden' as S3dexErrorCode;
  const world = { now: 1_700_000_000_000, asked: 0, lines: [] as string[], allowed: false, code };
  const buckets = async () => {
    world.asked++;
    if (!world.allowed) throw new S3dexError({ code: world.code, detail: 'Forbidden', status: 403 });
    return { buckets: [{ name: 'demo' }] };
  };
  const client = { buckets } as unknown as Client;
  const service = new Service({ client, now: () => world.now, warn: (line) => world.lines.push(line) });
  return { world, service };
}

test('says once that the list of buckets is refused, and asks for it again from time to time', async () => {
  const { world, service } = refused();
  expect(await service.bucket('demo')).toMatchObject({ reason: 'service-refused' });
  expect(await service.bucket('demo')).toMatchObject({ reason: 'service-refused' });
  expect(world.asked).toBe(1);
  world.now += 6_000;
  expect(await service.bucket('demo')).toMatchObject({ reason: 'service-refused' });
  expect(world.asked).toBe(2);
  expect(world.lines).toEqual([
    'the service answers GET /v1/buckets with an error (Forbidden (forbidden, 403)): until this ends, all requests pass to S3',
  ]);
});

test('uses the service when the permission was given', async () => {
  const { world, service } = refused();
  await service.bucket('demo');
  world.now += 6_000;
  world.allowed = true;
  expect(await service.bucket('demo')).toEqual({ name: 'demo' });
  expect(world.lines.at(-1)).toBe('the service answers again');
});

test('a request that the service cannot answer now passes alone', async () => {
  const { world, service } = refused();
  world.code = 'throttled';
  expect(await service.bucket('demo')).toMatchObject({ reason: 'service-refused' });
  world.allowed = true;
  expect(await service.bucket('demo')).toEqual({ name: 'demo' });
  expect(world.lines).toEqual([]);
});
