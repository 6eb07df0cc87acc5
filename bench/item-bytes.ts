/**
 * The size DynamoDB bills an item at (its developer guide, "DynamoDB item sizes and formats"): attribute names and values in
 * UTF-8, binary as it is, a number about one byte for two significant digits and one more. For the attribute types used here.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export function itemBytes(item: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return value.B.length;
  if (value.BOOL !== undefined) return 1;
  if (value.N === undefined) throw new Error(`an attribute of another type: ${Object.keys(value)}`);
  const digits = value.N.replace(/^-/, '').replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1 + (value.N.startsWith('-') ? 1 : 0);
}
