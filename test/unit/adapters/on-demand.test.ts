/** Values that are created at their first use. */
import { expect, test } from '@jest/globals';
import { onDemand } from '../../../lambdas/adapters/on-demand.ts';

test('is made once; after a failure, the next use tries again', async () => {
  const outcomes = [Promise.reject(new Error('not now')), Promise.resolve('made'), Promise.resolve('again')];
  const use = onDemand(() => outcomes.shift()!);
  await expect(use()).rejects.toThrow('not now');
  expect([await use(), await use()]).toEqual(['made', 'made']);
});
