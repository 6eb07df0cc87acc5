/**
 * Changes items as another version, an incomplete write or an attacker may leave them. An observation may change in
 * any way, because it is sealed. Marks, floors and watches may become unreadable or later. They are not made earlier
 * or deleted here: a reader could not notice that, and only the access rights on the table prevent it.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import {
  BUCKET,
  CHUNK,
  HEAD,
  OBSERVATION,
  PARTITION_KEY,
  RECORD,
  SORT_KEY,
  TTL_ATTRIBUTE,
} from '../../../lambdas/adapters/dynamodb/schema.ts';
import type { RawItem } from './condition.ts';

/** Values that DynamoDB can hold, whether or not this version writes them there. */
const anyValue: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.constantFrom('0', '1', '-1', '2', '1.5', '1000', '9'.repeat(30), '1790000000000').map((N) => ({ N })),
  fc.integer({ min: -5, max: 100_000_000 }).map((n) => ({ N: String(n) })),
  fc
    .oneof(fc.string({ maxLength: 5 }), fc.constantFrom('a', 'b/', '\x01', '\x02', '{"says":"absent"}', '[]'))
    .filter((text) => text.isWellFormed())
    .map((S) => ({ S })),
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map((B) => ({ B })),
  fc.constantFrom<AttributeValue>({ NULL: true }, { BOOL: false }, { L: [] }, { M: {} }, { SS: ['x'] }),
);

/** Values that are neither a count nor a time, so that no reader can accept them as either. */
const unreadable: fc.Arbitrary<AttributeValue> = fc.constantFrom<AttributeValue>(
  ...[
    { N: '-1' },
    { N: '1.5' },
    { N: '9'.repeat(30) },
    { S: '1790000000000' },
    { NULL: true },
    { BOOL: true },
  ],
  ...[{ L: [] }, { M: {} }, { SS: ['1'] }, { B: new Uint8Array([1]) }],
);

export type Change =
  | { kind: 'value'; attribute: number; value: AttributeValue }
  | { kind: 'unreadable'; attribute: number; value: AttributeValue }
  | { kind: 'later'; attribute: number; byMs: number }
  | { kind: 'nudge'; attribute: number; by: number }
  | { kind: 'missing'; attribute: number }
  | { kind: 'from another'; attribute: number; item: number }
  | { kind: 'flip'; at: number; bit: number }
  | { kind: 'cut'; at: number }
  | { kind: 'version'; version: number }
  | { kind: 'more'; name: string; value: AttributeValue }
  | { kind: 'gone' }
  | { kind: 'moved'; place: number };

const attribute = fc.nat({ max: 11 });

export const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('value' as const), attribute, value: anyValue }),
  fc.record({ kind: fc.constant('unreadable' as const), attribute, value: unreadable }),
  fc.record({
    kind: fc.constant('later' as const),
    attribute,
    byMs: fc.constantFrom(1, 1_000, 3_600_000, 10 ** 9),
  }),
  fc.record({
    kind: fc.constant('nudge' as const),
    attribute,
    by: fc.constantFrom(-3_600_000, -1_000, -1, 1, 1_000, 3_600_000),
  }),
  fc.record({ kind: fc.constant('missing' as const), attribute }),
  fc.record({ kind: fc.constant('from another' as const), attribute, item: fc.nat() }),
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('version' as const), version: fc.constantFrom(0, 1, 2, 3, 255) }),
  fc.record({
    kind: fc.constant('more' as const),
    name: fc.constantFrom('x', 'q', 'vv', 'zz'),
    value: anyValue,
  }),
  fc.record({ kind: fc.constant('gone' as const) }),
  fc.record({ kind: fc.constant('moved' as const), place: fc.nat() }),
);

/** Attributes that are sealed or have no effect, so they may change in any way. */
function isFree(kind: string, name: string): boolean {
  if (name === TTL_ATTRIBUTE) return true;
  switch (kind) {
    case 'p':
      return Object.values<string>(CHUNK).includes(name);
    case 's':
      return Object.values<string>(OBSERVATION).includes(name);
    case 'h':
      return name !== HEAD.watchedUntil;
    default:
      return name === BUCKET.epoch;
  }
}

const isKey = (name: string) => name === PARTITION_KEY || name === SORT_KEY;
export const kindOf = (item: RawItem) => item[PARTITION_KEY]!.S![0]!;
const hasMarks = (item: RawItem) =>
  item[RECORD.appearedAt] !== undefined || item[RECORD.vanishedAt] !== undefined;

/** What replaces the item, and whether the item itself is deleted; undefined when the damage does not apply. */
export function changed(
  item: RawItem,
  one: Change,
  others: readonly RawItem[],
): { put?: RawItem; remove?: boolean } | undefined {
  const kind = kindOf(item);
  const names = Object.keys(item).filter((name) => !isKey(name));
  const name = 'attribute' in one ? names[one.attribute % names.length] : undefined;
  const free = name !== undefined && isFree(kind, name);
  const set = (value: AttributeValue | undefined) => {
    if (name === undefined) return undefined;
    const { [name]: _, ...rest } = item;
    return { put: value === undefined ? rest : { ...rest, [name]: value } };
  };
  switch (one.kind) {
    case 'value':
      return free ? set(one.value) : undefined;
    case 'unreadable':
      return set(one.value);
    case 'later':
      return name !== undefined && item[name]?.N !== undefined
        ? set({ N: String(Number(item[name].N) + one.byMs) })
        : undefined;
    case 'nudge':
      return free && item[name!]?.N !== undefined
        ? set({ N: String(Number(item[name!]!.N) + one.by) })
        : undefined;
    case 'missing':
      return free ? set(undefined) : undefined;
    case 'from another': {
      const other = others[one.item % others.length]!;
      return free && kindOf(other) === kind ? set(other[name!]) : undefined;
    }
    case 'flip':
      return bytesChanged(item, (bytes) => {
        bytes[one.at % bytes.length]! ^= 1 << one.bit;
        return bytes;
      });
    case 'cut':
      return bytesChanged(item, (bytes) => bytes.subarray(0, one.at % bytes.length));
    case 'version':
      return versionChanged(item, one.version);
    case 'more':
      return { put: { ...item, [one.name]: one.value } };
    case 'gone':
      // Only chunks, and records without marks, are deleted. Without its head, a directory would not be watched, and
      // a deleted record would lose its marks.
      return kind === 'p' || (kind === 's' && !hasMarks(item)) ? { remove: true } : undefined;
    case 'moved':
      return moved(item, one.place, others);
  }
}

/** Changes the chunk's body, or the text of the value found. */
function bytesChanged(item: RawItem, change: (bytes: Buffer) => Buffer): { put: RawItem } | undefined {
  const body = item[CHUNK.body];
  if (kindOf(item) === 'p' && body?.B && body.B.length > 0)
    return { put: { ...item, [CHUNK.body]: { B: new Uint8Array(change(Buffer.from(body.B))) } } };
  const found = item[OBSERVATION.found];
  if (kindOf(item) === 's' && found?.S)
    return { put: { ...item, [OBSERVATION.found]: { S: change(Buffer.from(found.S)).toString() } } };
  return undefined;
}

/** Changes the item to the format of an older or a newer version. */
function versionChanged(item: RawItem, version: number): { put: RawItem } | undefined {
  if (kindOf(item) === 's' && item[OBSERVATION.version])
    return { put: { ...item, [OBSERVATION.version]: { N: String(version) } } };
  return bytesChanged(item, (bytes) => {
    if (kindOf(item) === 'p') bytes[0] = version;
    return bytes;
  });
}

/**
 * Moves the item to the key of another item of its kind, or to an unused key. A record may not replace other marks.
 */
function moved(item: RawItem, place: number, others: readonly RawItem[]): { put: RawItem } | undefined {
  const same = others.filter((other) => kindOf(other) === kindOf(item));
  const target = same[place % same.length]!;
  const key = { [PARTITION_KEY]: target[PARTITION_KEY]!, [SORT_KEY]: target[SORT_KEY]! };
  if (kindOf(item) === 'p') return { put: { ...item, ...key } };
  if (kindOf(item) !== 's') return undefined;
  const elsewhere = { ...key, [SORT_KEY]: { S: `${key[SORT_KEY]!.S!.slice(0, 1_000)}~` } };
  const taken = others.some(
    (other) =>
      other[PARTITION_KEY]!.S === elsewhere[PARTITION_KEY]!.S && other[SORT_KEY]!.S === elsewhere[SORT_KEY].S,
  );
  return taken ? undefined : { put: { ...item, ...elsewhere } };
}
