/**
 * `recursive=true` with a sort or a filter was answered from the directory alone: objects further below were
 * missing, and directories were shown.
 */
import { expect, test } from '@jest/globals';
import { NAME_ORDER, type SortOrder } from '../../lambdas/core/model/sort-order.ts';
import { ORDINARY, World } from '../support/world.ts';

test.each<[SortOrder, string[]]>([
  [NAME_ORDER, ['a', 'sub/b', 'sub/deep/c']],
  [{ by: 'size', descending: true }, ['sub/deep/c', 'sub/b', 'a']],
])('sorts and filters cover everything below the directory: %j', async (order, expected) => {
  const world = new World();
  for (const [index, key] of ['a', 'sub/b', 'sub/deep/c'].entries()) world.put(`d/${key}`, index + 1);
  for (const _ of ['cold', 'warm']) {
    const answer = await world.reader.find({
      bucket: world.bucket,
      directory: 'd/',
      recursive: true,
      filter: '',
      selection: { minSizeBytes: 1 },
      order,
      limit: 10,
      partial: false,
      freshness: ORDINARY,
    });
    if (answer.outcome !== 'answered') throw new Error(answer.detail);
    expect(answer.value.entries.map(({ name }) => name)).toEqual(expected);
  }
});
