/**
 * Found by the simulation (seed 3374). The page that showed that no more names follow was older than any entry of the
 * answer, and the answer's age did not take it into account.
 */
import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../support/world.ts';

test('the age of the last page of a listing covers the observation that it is the last', async () => {
  const world = new World();
  const question = { bucket: world.bucket, directory: 'd/', filter: '', limit: 1, freshness: ORDINARY };
  world.put('d/a');
  const earlierMs = world.now;
  await world.reader.list({ ...question, after: 'm' });
  world.now += 60_000;
  const last = await world.reader.list(question);
  if (last.outcome !== 'answered') throw new Error(last.detail);
  expect(last.value).toMatchObject({ entries: [{ name: 'a' }] });
  expect(last.value.next).toBeUndefined();
  expect(last.provenance.observedAt).toBe(earlierMs);
  expect(last.provenance.served).toBe('partial');
});
