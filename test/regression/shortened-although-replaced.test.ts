/**
 * A page shortened an older chunk that another instance had replaced in the meantime. So the oldest observation was
 * in the index again.
 */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../support/world.ts';

const names = Array.from({ length: 40 }, (_, i) => `d/${String(i).padStart(2, '0')}`);

test('a chunk that was replaced during the LIST of a page does not come back', async () => {
  const waiting: (() => void)[] = [];
  let isSlow = false;
  const world: World = new World({
    store: (store) => ({
      ...store,
      list: async (request) => {
        const answer = await store.list(request);
        if (isSlow) await new Promise<void>((resolve) => waiting.push(resolve));
        return answer;
      },
    }),
  });
  const begun = async (count: number) => {
    while (waiting.length < count) await new Promise(setImmediate);
  };
  const list = (after?: string) =>
    world.newReader().list({
      ...{ bucket: world.bucket, directory: 'd/', filter: '', limit: 1_000 },
      ...{ after, freshness: { ...ORDINARY, noCache: true } },
    });
  const change = (sizeBytes: number) => {
    world.now += 10;
    for (const name of names) world.put(name, sizeBytes);
  };

  change(1);
  await list('00');
  isSlow = true;
  change(2);
  const whole = list();
  await begun(1);
  change(3);
  const end = list('30');
  await begun(2);
  waiting[0]!();
  await whole;
  waiting[1]!();
  await end;
  isSlow = false;
  world.now += 10;
  for (const [name, sizeBytes] of [
    ['d/10', 2],
    ['d/35', 3],
  ] as const)
    expect(await world.stat(name)).toMatchObject({
      value: { entry: { sizeBytes } },
      provenance: { served: 'hit' },
    });
});
