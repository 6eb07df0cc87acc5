/** With `storesAtSecondMiss`, pages of a directory that is read once are not stored. */
import { describe, expect, test } from '@jest/globals';
import type { ServedBucket } from '../../../../lambdas/core/model/served-bucket.ts';
import { HOUR_MS, ORDINARY, World } from '../../../support/world.ts';

function world(entries: number, bucket: Partial<ServedBucket> = {}): World {
  const made = new World({ bucket: { storesAtSecondMiss: true, ...bucket } });
  for (let i = 0; i < entries; i++) made.put(`d/${String(i).padStart(6, '0')}`, i);
  return made;
}
const pagesOf = async (it: World) => (await it.list('d/')).provenances.map(({ served }) => served);

describe('a directory', () => {
  test('is stored at its second miss, and then answered from the index', async () => {
    const it = world(20);
    expect(await pagesOf(it)).toEqual(['miss']);
    expect(await pagesOf(it)).toEqual(['miss']);
    expect(await pagesOf(it)).toEqual(['hit']);
  });

  test('of several pages is stored with all of them, or with none', async () => {
    const it = world(2_500);
    expect(await pagesOf(it)).toEqual(['miss', 'miss', 'miss']);
    expect(await pagesOf(it)).toEqual(['miss', 'miss', 'miss']);
    expect(await pagesOf(it)).toEqual(['hit', 'hit', 'hit']);
  });

  test('is stored with all of its pages without events too', async () => {
    const it = world(2_500, { events: 'none' });
    await pagesOf(it);
    await pagesOf(it);
    expect(await pagesOf(it)).toEqual(['hit', 'hit', 'hit']);
  });

  test('is stored with all of its pages by an instance that knew fewer misses', async () => {
    const it = world(2_500);
    const other = it.newReader();
    const first = { bucket: it.bucket, directory: 'd/', filter: '', limit: 1_000, freshness: ORDINARY };
    await other.list(first);
    await it.list('d/');
    const secondPage = { ...first, after: '000999' };
    await other.list(secondPage);
    const { list } = await it.callsOf(() => other.list(secondPage));
    expect(list).toBe(0);
  });

  test('that is asked about again after more than an hour is not stored', async () => {
    const it = world(20);
    await pagesOf(it);
    it.now += HOUR_MS + 1;
    expect(await pagesOf(it)).toEqual(['miss']);
    expect(await pagesOf(it)).toEqual(['miss']);
    expect(await pagesOf(it)).toEqual(['hit']);
  });

  test('is stored at once by a request that asks S3 and keeps the answer (`no-cache`)', async () => {
    const it = world(20);
    await it.list('d/', { freshness: { ...ORDINARY, noCache: true } });
    expect(await pagesOf(it)).toEqual(['hit']);
  });

  test('is stored at the first listing after a stat, because both are questions about it', async () => {
    const it = world(20);
    await it.stat('d/000003');
    expect(await pagesOf(it)).toEqual(['miss']);
    expect(await pagesOf(it)).toEqual(['hit']);
  });

  test('is answered with what changed in between', async () => {
    const it = world(3);
    await pagesOf(it);
    await it.putAndTell('d/new');
    expect((await it.list('d/')).names).toContain('new');
    await it.removeAndTell('d/000000');
    expect((await it.list('d/')).names).toEqual(['000001', '000002', 'new']);
  });
});
