/** Cutting keys into stat-many requests. */
import { describe, expect, test } from '@jest/globals';
import { MAX_BODY_BYTES } from '../../../../contract/bounds.ts';
import { batchesOf } from '../../../../contract/client/batches.ts';
import { statManyBody } from '../../../../contract/schema.ts';
import { MAX_KEY_BYTES } from '../../../../shared/keys.ts';

const bodyBytes = (keys: string[]) => Buffer.byteLength(JSON.stringify({ keys }));

describe('batches', () => {
  test('contain 1,000 of the longest keys if JSON does not escape them', () => {
    const keys = Array.from({ length: 1_001 }, () => 'k'.repeat(MAX_KEY_BYTES));
    expect(batchesOf(keys).map(({ length }) => length)).toEqual([1000, 1]);
  });

  test('of keys that JSON escapes to six times their length end at the maximum size of a body', () => {
    const keys = Array.from({ length: 1_000 }, () => '\u0001'.repeat(MAX_KEY_BYTES));
    const batches = batchesOf(keys);
    expect(batches.flat()).toEqual(keys);
    for (const batch of batches) {
      expect(bodyBytes(batch)).toBeLessThanOrEqual(MAX_BODY_BYTES);
      expect(statManyBody.safeParse({ keys: batch }).success).toBe(true);
    }
    expect(bodyBytes([...batches[0]!, batches[1]![0]!])).toBeGreaterThan(MAX_BODY_BYTES);
  });
});
