import { expect, test } from '@jest/globals';
import { itemBytes } from '../../../bench/item-bytes.ts';

// By DynamoDB's developer guide: a name and its value in UTF-8; a number half a byte a digit and one more, without zeros around.
test.each([
  [{ pk: { S: 'a' } }, 3],
  [{ pk: { S: 'é' } }, 4],
  [{ b: { B: new Uint8Array(10) } }, 11],
  [{ n: { N: '7' } }, 3],
  [{ n: { N: '1234567890123' } }, 9],
  [{ n: { N: '3600000' } }, 3],
  [{ n: { N: '-12' } }, 4],
  [{ x: { BOOL: true }, y: { S: '' } }, 3],
])('%j takes %d bytes', (item, bytes) => {
  expect(itemBytes(item)).toBe(bytes);
});
