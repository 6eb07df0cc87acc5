import { expect, test } from '@jest/globals';
import { listQuery } from '../../../contract/schema.ts';
import { orderOf, selectionOf } from '../../../lambdas/http/find-request.ts';

const NOW = Date.UTC(2026, 10, 22);

test.each([{}, { sort: '-size' }, { startAfter: 'a' }, { recursive: 'true', detail: 'full', limit: '7' }])(
  'the query %j has no filter',
  async (query) => {
    const selection = await selectionOf(listQuery.parse(query), NOW);
    expect(selection).toEqual({ outcome: 'parsed', value: undefined });
  },
);

test.each([
  [{ glob: '*.jpg' }, { pattern: expect.anything() }],
  [{ contains: 'cat' }, { contains: 'cat' }],
  [{ type: 'object' }, { type: 'object' }],
  [{ minSize: '0' }, { minSizeBytes: 0 }],
  [{ maxSize: '1k' }, { maxSizeBytes: 1_024 }],
  [{ modifiedAfter: '1h' }, { modifiedAfterMs: NOW - 3_600_000 }],
  [{ modifiedBefore: '2026-11-22T00:00:00Z' }, { modifiedBeforeMs: NOW }],
  [{ storageClass: 'GLACIER' }, { storageClass: 'GLACIER' }],
])('the single filter %j is a condition', async (query, condition) => {
  const selection = await selectionOf(listQuery.parse(query), NOW);
  expect(selection).toEqual({ outcome: 'parsed', value: condition });
});

test('an order consists of a field and a direction', () => {
  expect(orderOf('name')).toEqual({ by: 'name', descending: false });
  expect(orderOf('-lastModified')).toEqual({ by: 'lastModified', descending: true });
});
