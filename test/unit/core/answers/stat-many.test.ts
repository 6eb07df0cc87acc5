/** A stat of many keys with detail: one HEAD for each object without a stored HEAD, none for the others. */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../../../support/world.ts';

const DETAIL = { contentType: 'image/x', otherHeaders: { 'x-amz-server-side-encryption': 'AES256' } };
const KEYS = ['d/a', 'd/b', 'e/c'];

function worldOfThree(): World {
  const world = new World();
  for (const key of KEYS) world.put(key, 1, { detail: DETAIL });
  return world;
}

test('each object needs one HEAD, listed or not, and its detail is then stored', async () => {
  const world = worldOfThree();
  await world.list('d/');
  world.now += 1;
  const first = await world.callsOf(async () => {
    expect(await world.statMany([...KEYS, 'd/none'], ORDINARY, true)).toMatchObject({
      value: [
        ...KEYS.map((key) => ({ key, found: true, stat: { detail: DETAIL } })),
        { key: 'd/none', found: false },
      ],
    });
  });
  expect(first).toEqual({ list: 0, head: 3 });
  const second = await world.callsOf(async () => {
    expect(await world.statMany(KEYS, ORDINARY, true)).toMatchObject({
      provenance: { served: 'hit' },
      value: KEYS.map((key) => ({ key, stat: { detail: DETAIL } })),
    });
  });
  expect(second).toEqual({ list: 0, head: 0 });
});

test('after an event only the changed object needs another HEAD', async () => {
  const world = worldOfThree();
  await world.statMany(KEYS, ORDINARY, true);
  await world.putAndTell('d/b');
  const calls = await world.callsOf(async () => {
    const answer = await world.statMany(KEYS, ORDINARY, true);
    if (answer.outcome !== 'answered') throw new Error(answer.detail);
    const details = answer.value.map((it) => it.found && it.stat.type === 'object' && it.stat.detail);
    expect(details).toEqual([DETAIL, {}, DETAIL]);
  });
  expect(calls).toEqual({ list: 0, head: 1 });
});

test('without detail none of the stored detail is returned', async () => {
  const world = worldOfThree();
  await world.statMany(KEYS, ORDINARY, true);
  const answer = await world.statMany(KEYS);
  if (answer.outcome !== 'answered') throw new Error(answer.detail);
  for (const it of answer.value) expect(it).not.toHaveProperty('stat.detail.contentType');
});
