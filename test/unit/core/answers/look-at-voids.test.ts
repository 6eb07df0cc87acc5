import { describe, expect, test } from '@jest/globals';
import { World } from '../../../support/world.ts';

describe('void names of one page', () => {
  test('are revalidated together across chunks: no watch is read again, and all HEADs run in parallel', async () => {
    let watchReads = 0;
    let underWay = 0;
    let mostUnderWay = 0;
    const world = new World({
      table: (table) => ({
        ...table,
        readHead: (directory) => {
          watchReads++;
          return table.readHead(directory);
        },
      }),
      store: (store) => ({
        ...store,
        head: async (request) => {
          mostUnderWay = Math.max(mostUnderWay, ++underWay);
          const answer = await store.head(request);
          underWay--;
          return answer;
        },
      }),
    });
    const name = (i: number) => `a/${String(i).padStart(4, '0')}`;
    for (let i = 0; i < 900; i++) world.put(name(i));
    await world.list('a/');
    const written = [5, 305, 605, 895].map(name);
    await world.putAndTell(...written);
    watchReads = 0;
    expect(await world.callsOf(() => world.list('a/'))).toEqual({ list: 0, head: written.length });
    // The instance that listed the directory has the directory's watch in its cache.
    expect({ watchReads, mostUnderWay }).toEqual({ watchReads: 0, mostUnderWay: written.length });
  });
});
