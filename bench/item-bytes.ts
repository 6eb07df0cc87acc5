/**
 * The size DynamoDB bills an item at (its developer guide, "DynamoDB item sizes and formats"): attribute names and values in
 * UTF-8, binary as it is, a number about one byte for two significant digits and one more. For the value types used here.
 */
export function itemBytes(item: Readonly<Record<string, unknown>>): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (value instanceof Uint8Array) return value.length;
  if (typeof value === 'boolean') return 1;
  if (typeof value !== 'number') throw new Error(`an attribute of another type: ${typeof value}`);
  const digits = String(Math.abs(value)).replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1 + (value < 0 ? 1 : 0);
}
