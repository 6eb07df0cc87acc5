/** One LIST in the place of further HEADs: under which lease, and what it says about the name. */
import { describe, expect, test } from '@jest/globals';
import { LEASE_MS } from '../../../../lambdas/core/origin/lease.ts';
import { listAround } from '../../../../lambdas/core/origin/list-around.ts';
import { fromS3, NO_EVIDENCE } from '../../../../lambdas/core/request/evidence.ts';
import { questionIn } from '../../../support/scope.ts';
import { HOUR_MS, World } from '../../../support/world.ts';

const DIRECTORY = { bucket: 'photos', prefix: 'd/' };

describe('a LIST around a name', () => {
  test('says whether the name exists, stores its page, and gives back the lease and the misses', async () => {
    const world = new World();
    world.put('d/m', 7);
    const at = await questionIn(world, 'd/');
    await at.index.extendWatch({ until: world.now + 1, atLeast: 0, now: world.now, countMiss: true });
    const { value, evidence } = await listAround(at, 'm');
    expect(value).toMatchObject({ outcome: 'listed', entry: { name: 'm', sizeBytes: 7 } });
    expect(evidence).toEqual(fromS3({ observedAt: world.now, endsAt: world.now + HOUR_MS }, true));
    expect(await world.table.readHead(DIRECTORY)).toMatchObject({ misses: 0, leaseUntil: 0 });
    expect((await world.table.readChunks(DIRECTORY, { from: 'm', limit: 1 })).chunks).toHaveLength(1);
    expect((await listAround(at, 'l')).value).toEqual({ outcome: 'listed', entry: undefined });
    expect(world.s3.calls).toEqual({ list: 2, head: 0 });
  });

  test('is not sent while another instance has the lease', async () => {
    const world = new World();
    const at = await questionIn(world, 'd/');
    const lease = { until: world.now + HOUR_MS, now: world.now, leaseUntil: world.now + 1 };
    await world.table.acquireFill(DIRECTORY, lease);
    expect(await listAround(at, 'm')).toEqual({ value: undefined, evidence: NO_EVIDENCE });
    world.now += 1;
    expect((await listAround(at, 'm')).value).toMatchObject({ outcome: 'listed' });
    expect(world.s3.calls.list).toBe(1);
  });

  test('is not sent if the table fails', async () => {
    const world = new World();
    const at = await questionIn(world, 'd/');
    at.question.index.bypass('index-unavailable');
    expect(await listAround(at, 'm')).toEqual({ value: undefined, evidence: NO_EVIDENCE });
    expect(world.s3.calls.list).toBe(0);
  });

  test('that fails keeps the lease, so that not every request asks', async () => {
    const world: World = new World({
      store: (store) => ({
        ...store,
        list: async () => ({ outcome: 'failed', reason: 'unavailable', message: 'no answer' }),
      }),
    });
    const at = await questionIn(world, 'd/');
    const { value, evidence } = await listAround(at, 'm');
    expect([value, evidence]).toMatchObject([{ code: 'unavailable' }, NO_EVIDENCE]);
    expect(await world.table.readHead(DIRECTORY)).toMatchObject({ leaseUntil: world.now + LEASE_MS });
  });

  test('says nothing about a name that its page does not reach', async () => {
    const world = new World();
    // So long a position has no room for the greatest character after it. Names that begin with it come first.
    const stem = 'x'.repeat(1_021);
    for (let i = 0; i < 1_000; i++) world.put(`${stem}a${String.fromCodePoint(0x3b1 + i)}`);
    world.put(`${stem}b`);
    const at = await questionIn(world, '');
    const { value, evidence } = await listAround(at, `${stem}b`);
    expect([value, evidence.kept, world.s3.calls.list]).toEqual([undefined, 'all', 1]);
  });
});
