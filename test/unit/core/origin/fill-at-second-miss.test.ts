/** With `storesAtSecondMiss`, pages of a directory that is read once are not stored. */
import { describe, expect, test } from '@jest/globals';
import { HOUR_MS, World } from '../../../support/world.ts';

function world(entries: number): World {
  const made = new World({ bucket: { storesAtSecondMiss: true } });
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

  test('that is asked about again after more than an hour is not stored', async () => {
    const it = world(20);
    await pagesOf(it);
    it.now += HOUR_MS + 1;
    expect(await pagesOf(it)).toEqual(['miss']);
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
