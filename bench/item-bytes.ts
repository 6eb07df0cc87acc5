/**
 * The size of an item for DynamoDB's billing (its developer guide, "DynamoDB item sizes and formats"): attribute
 * names and values in UTF-8, binary values by length, numbers about one byte for two significant digits plus one.
 * Supports the value types used here.
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
  if (typeof value !== 'number') throw new Error(`unsupported attribute type: ${typeof value}`);
  const digits = String(Math.abs(value)).replace(/0+$/, '');
  return Math.ceil(digits.length / 2) + 1 + (value < 0 ? 1 : 0);
}
