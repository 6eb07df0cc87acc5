import { expect, test } from '@jest/globals';
import { itemBytes } from '../../../bench/item-bytes.ts';

// The rules of DynamoDB's developer guide: names and values count in UTF-8. A number counts half a byte for each
// digit and one byte more, without leading and trailing zeros.
test.each([
  [{ pk: 'a' }, 3],
  [{ pk: 'é' }, 4],
  [{ b: new Uint8Array(10) }, 11],
  [{ n: 7 }, 3],
  [{ n: 1234567890123 }, 9],
  [{ n: 3600000 }, 3],
  [{ n: -12 }, 4],
  [{ x: true, y: '' }, 3],
])('%j takes %d bytes', (item, bytes) => {
  expect(itemBytes(item)).toBe(bytes);
});
