/**
 * A directory of 700 names had changed and was listed again in pages of ten names. The new page covered all names,
 * but only the chunks near the ten names had been read. The other chunks stayed in its range, and stats were answered
 * from their older data.
 */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../support/world.ts';

const NAMES = Array.from({ length: 700 }, (_, i) => `n${String(i).padStart(3, '0')}`);

test('a page replaces every chunk that starts in its range, however few names were requested', async () => {
  const world = new World();
  for (const name of NAMES) world.put(`d/${name}`, 1);
  await world.list('d/');
  world.now += 10;
  // No event is sent for these writes. They also add names, so that the new page is cut into chunks at other places.
  for (const name of NAMES) {
    world.put(`d/${name}`, 2);
    if (name < 'n250') world.put(`d/${name}-more`, 2);
  }
  const question = { bucket: world.bucket, directory: 'd/', filter: '', limit: 10 };
  await world.reader.list({ ...question, freshness: { ...ORDINARY, noCache: true } });
  world.now += 10;
  const old: string[] = [];
  for (const name of NAMES) {
    const answer = await world.stat(`d/${name}`);
    if (answer.outcome !== 'answered' || answer.value.type !== 'object') throw new Error(name);
    if (answer.value.entry.sizeBytes !== 2) old.push(name);
  }
  expect(old).toEqual([]);
});
