/** A digest that the table did not take once turned the rest of the question to S3: nothing more was kept, and the next one listed it all again. */
import { expect, test } from '@jest/globals';
import { IndexUnavailable } from '../../lambdas/core/ports/index-table.ts';
import { World } from '../support/world.ts';

test('a digest that is refused once is offered again, and the question goes on with the index', async () => {
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
