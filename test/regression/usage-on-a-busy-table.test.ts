/**
 * When the table had refused one digest, the rest of the request was answered from S3. Nothing more was stored, and
 * the next request listed everything again.
 */
import { expect, test } from '@jest/globals';
import { IndexUnavailable } from '../../lambdas/core/ports/index-table.ts';
import { World } from '../support/world.ts';

test('a refused write of a digest is repeated, and the request continues with the index', async () => {
  let refused = 0;
  const world = new World({
    table: (table) => ({
      ...table,
      writeChunk: async (scope, chunk, latestAt) => {
        if (scope.kind === 'digests' && refused++ === 0) throw new IndexUnavailable('throttled');
        return table.writeChunk(scope, chunk, latestAt);
      },
    }),
  });
  for (let i = 0; i < 3_500; i++) world.put(`d/${Math.floor(i / 100)}/${i}`);
  const { usage, provenance } = await world.usage('');
  expect(usage.objects).toBe(3_500);
  expect(refused).toBeGreaterThan(1);
  expect(provenance.served).toBe('miss');
  expect(await world.callsOf(() => world.usage(''))).toEqual({ list: 0, head: 0 });
});
