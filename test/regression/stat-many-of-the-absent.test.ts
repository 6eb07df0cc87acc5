/**
 * A stat of many absent names: the LIST that showed their absence also shows that no directories with these names
 * exist. But each directory was listed separately if nothing was stored, or if the eventually consistent read did not
 * return it yet.
 */
import { expect, test } from '@jest/globals';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import { ORDINARY, World } from '../support/world.ts';

const keys = Array.from({ length: 200 }, (_, i) => `d/${String(i).padStart(4, '0')}`);

test('one LIST also answers for the directories in its range', async () => {
  const lagging = (inner: IndexTable): IndexTable => ({
    ...inner,
    readChunks: async () => ({ chunks: [], more: false }),
  });
  const world = new World({ table: lagging });
  world.put('d/0007/x');
  const calls = await world.callsOf(async () => {
    const answer = await world.statMany(keys, ORDINARY);
    if (answer.outcome !== 'answered') throw new Error(answer.detail);
    expect(answer.value.filter(({ found }) => found).map(({ key }) => key)).toEqual(['d/0007']);
  });
  expect(calls).toEqual({ list: 2, head: 0 });
});

test('that no directories with these names exist is read from the index in one read, not name by name', async () => {
  let reads = 0;
  const counted = (inner: IndexTable): IndexTable => ({
    ...inner,
    readRecord: (...asked) => {
      reads++;
      return inner.readRecord(...asked);
    },
    readRecords: (...asked) => {
      reads++;
      return inner.readRecords(...asked);
    },
    readChunks: (...asked) => {
      reads++;
      return inner.readChunks(...asked);
    },
  });
  const world = new World({ table: counted });
  for (const name of ['0', '0007', '0007-/x', '0008/x', '9']) world.put(`d/${name}`);
  await world.list('d/');
  reads = 0;
  const asked = [...keys.filter((key) => key !== 'd/0008'), 'd/0007-', `d/${'x'.repeat(1_022)}`];

  const answer = await world.statMany(asked, ORDINARY);

  if (answer.outcome !== 'answered') throw new Error(answer.detail);
  expect(answer.value.filter(({ found }) => found).map(({ key }) => key)).toEqual(['d/0007', 'd/0007-']);
  expect(answer.provenance.s3Heads).toBe(0);
  expect(reads).toBeLessThan(12);
});
