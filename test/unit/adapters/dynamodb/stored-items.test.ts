/**
 * Items as another version, an incomplete write or an attacker may leave them. An observation must be read as it was
 * written, or not at all. Marks, floors and heads must be readable, or the index counts as unusable. FUZZ_RUNS sets
 * the number of tries.
 */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { Unreadable } from '../../../../lambdas/adapters/dynamodb/attributes.ts';
import { parseBucket } from '../../../../lambdas/adapters/dynamodb/buckets.ts';
import { parseChunk, writeChunkInput } from '../../../../lambdas/adapters/dynamodb/chunks.ts';
import { plainItem } from '../../../../lambdas/adapters/dynamodb/document-client.ts';
import { parseHead } from '../../../../lambdas/adapters/dynamodb/heads.ts';
import { recordKey } from '../../../../lambdas/adapters/dynamodb/keys.ts';
import {
  observationAttributes,
  parseObservation,
} from '../../../../lambdas/adapters/dynamodb/observation.ts';
import { parseMarks } from '../../../../lambdas/adapters/dynamodb/records.ts';
import { OBSERVATION_VERSION } from '../../../../lambdas/adapters/dynamodb/schema.ts';
import { decodeChunkBody, encodeChunkBody } from '../../../../lambdas/core/codec/chunk-codec.ts';
import type { Chunk } from '../../../../lambdas/core/model/chunk.ts';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import { EVERYTHING } from '../../../../lambdas/core/model/range.ts';
import type { Observation } from '../../../../lambdas/core/model/record.ts';
import { fullFound } from '../../../contract/index-table/samples.ts';
import fc from '../../../support/fast-check.ts';

/** An item in the format of the wire. Damaged items pass through the conversion, like all items that are read. */
type RawItem = Record<string, AttributeValue>;

const numRuns = Number(process.env.FUZZ_RUNS ?? 2_000);
const directory = { bucket: 'bkt', prefix: 'a/' };

function sampleChunk(names: string[], over: Partial<Chunk> = {}): Chunk {
  const entries: Entry[] = names.map((name, i) =>
    name.endsWith('/')
      ? { type: 'directory', name }
      : {
          type: 'object',
          name,
          sizeBytes: i,
          lastModifiedMs: 1_000 * i,
          etag: `"${i}"`,
          storageClass: 'STANDARD',
        },
  );
  const header = {
    ...EVERYTHING,
    observedAt: 1_790_000_000_000,
    endsAt: 1_790_000_100_000,
    watchedUntil: 1_790_000_200_000,
    epoch: 'epoch',
    count: names.length,
    sizeBytes: 3,
    newestMs: 2_000,
    ...over,
  };
  return { ...header, body: encodeChunkBody(directory, header, entries) };
}

const chunks = [
  sampleChunk(['a', 'b/', 'c']),
  sampleChunk(['x'], { after: 'w', through: 'x', observedAt: 1_790_000_000_001 }),
];
const observations: Observation[] = [
  fullFound('n'),
  { says: 'absent' } as const,
  { says: 'directory' } as const,
].map((found, i) => ({ found, observedAt: 1_000 + i, endsAt: 2_000, watchedUntil: 3_000, epoch: 'epoch' }));

const value: fc.Arbitrary<AttributeValue | undefined> = fc.oneof(
  fc.constant(undefined),
  fc
    .constantFrom('', '0', '1', '-1', '2', '1.5', '1e3', 'NaN', '9'.repeat(30), '1790000000000')
    .map((N) => ({ N })),
  fc.integer({ min: -5, max: 5_000 }).map((n) => ({ N: String(n) })),
  fc
    .oneof(fc.string({ maxLength: 5 }), fc.constantFrom('w', 'x', '\x01', '\x02', '{"says":"absent"}', '[]'))
    .map((S) => ({ S })),
  fc.uint8Array({ maxLength: 40 }).map((B) => ({ B })),
  fc.constantFrom<AttributeValue>(
    { NULL: true },
    { BOOL: false },
    { L: [] },
    { M: {} },
    { SS: ['x'] },
    { S: undefined as never },
    { $unknown: ['X', 'of a later version'] },
    {} as never,
  ),
);

/** Changes to single attributes: other values, bits of the body, or the value from another item. */
const damage = (item: RawItem, others: RawItem[]) =>
  fc.array(
    fc.oneof(
      fc.tuple(fc.constantFrom(...Object.keys(item)), value),
      fc
        .tuple(fc.constantFrom(...Object.keys(item)), fc.constantFrom(...others))
        .map(([name, other]) => [name, other[name]] as const),
      fc
        .tuple(fc.constantFrom(...Object.keys(item)), fc.nat(), fc.nat({ max: 7 }))
        .map(([name, at, bit]) => [name, flipped(item[name]!, at, bit)] as const),
    ),
    { minLength: 1, maxLength: 3 },
  );

function flipped(attribute: AttributeValue, at: number, bit: number): AttributeValue {
  if (!attribute.B || attribute.B.length === 0) return attribute;
  const bytes = Uint8Array.from(attribute.B);
  bytes[at % bytes.length]! ^= 1 << bit;
  return { B: at % 3 === 0 ? bytes.subarray(0, at % bytes.length) : bytes };
}

function damaged(
  item: RawItem,
  changes: readonly (readonly [string, AttributeValue | undefined])[],
): RawItem {
  const copy = { ...item };
  for (const [name, attribute] of changes) {
    if (attribute === undefined) delete copy[name];
    else copy[name] = attribute;
  }
  return copy;
}

function readOr<T>(read: () => T): T | 'unreadable' {
  try {
    return read();
  } catch (error) {
    expect(error).toBeInstanceOf(Unreadable);
    return 'unreadable';
  }
}

describe('a damaged chunk', () => {
  const items = chunks.map(
    (chunk): RawItem => marshall(writeChunkInput(directory, chunk, chunk.observedAt).Item!),
  );
  const parse = (item: RawItem) => parseChunk(plainItem({ ...item }));
  const entriesOf = (chunk: Chunk) => decodeChunkBody(directory, chunk);

  test('is read if it is not damaged', () => {
    for (const [i, item] of items.entries()) {
      expect(parse(item)).toEqual(chunks[i]);
      expect(entriesOf(parse(item))).toHaveLength(chunks[i]!.count);
    }
  });

  test.each([0, 1])('is never read as another chunk (sample %i)', (i) => {
    fc.assert(
      fc.property(damage(items[i]!, items), (changes) => {
        const read = readOr(() => parse(damaged(items[i]!, changes)));
        if (read === 'unreadable' || entriesOf(read) === undefined) return;
        expect(chunks).toContainEqual(read);
        expect(entriesOf(read)).toEqual(entriesOf(chunks.find(({ after }) => after === read.after)!));
      }),
      { numRuns },
    );
  });
});

describe('a damaged record', () => {
  const key: RawItem = marshall(recordKey(directory, 'n'));
  const items = observations.map((observation): RawItem => {
    const place = recordKey(directory, 'n');
    return marshall({ ...place, ...observationAttributes(place, observation) });
  });
  const parse = (item: RawItem, name: string) => parseObservation(plainItem({ ...item }), name);

  test('is read if it is not damaged, and only under its own name', () => {
    for (const [i, item] of items.entries()) {
      expect(parse(item, 'n')).toEqual(observations[i]);
      const moved = { ...item, ...marshall(recordKey(directory, 'm')) };
      expect(() => parse(moved, 'm')).toThrow(Unreadable);
    }
    expect(parse(key, 'n')).toBeUndefined();
  });

  test('is never read as another observation', () => {
    for (const item of items) {
      fc.assert(
        fc.property(damage(item, items), (changes) => {
          const hurt = damaged(item, changes);
          // The item's key is the one that was requested.
          const read = readOr(() => parse({ ...hurt, ...key }, 'n'));
          if (read !== 'unreadable' && read !== undefined) expect(observations).toContainEqual(read);
        }),
        { numRuns: Math.ceil(numRuns / items.length) },
      );
    }
  });

  test('written by another version, with more or fewer attributes, is not read', () => {
    const [whole] = items;
    const without = (name: string) => damaged(whole!, [[name, undefined]]);
    for (const name of ['v', 'o', 'e', 'w', 'g', 'f', 'c'])
      expect(() => parse(without(name), 'n')).toThrow(Unreadable);
    expect(() => parse({ ...whole!, v: { N: String(OBSERVATION_VERSION + 1) } }, 'n')).toThrow(Unreadable);
  });

  test('still has its marks, or the index is unusable', () => {
    fc.assert(
      fc.property(value, value, (a, d) => {
        const read = readOr(() =>
          parseMarks(
            plainItem(
              damaged(key, [
                ['a', a],
                ['d', d],
              ]),
            ),
          ),
        );
        if (read === 'unreadable') return;
        expect(read).toEqual({
          ...(a && { appearedAt: Number(a.N) }),
          ...(d && { vanishedAt: Number(d.N) }),
        });
        for (const at of Object.values(read).filter((it) => it !== undefined))
          expect(at >= 0 && Number.isSafeInteger(at)).toBe(true);
      }),
      { numRuns },
    );
  });
});

describe('a damaged head or bucket', () => {
  test('is read completely, or the index is unusable', () => {
    const names = fc.constantFrom('w', 'n', 's', 'l', 't0', 't2', 't3', 'x');
    fc.assert(
      fc.property(
        fc.dictionary(
          names,
          value.filter((each) => each !== undefined),
        ),
        (item) => {
          const read = readOr(() => parseHead(plainItem({ ...(item as RawItem) }), 'a/'));
          if (read === 'unreadable') return;
          expect(read.watchedUntil).toBe(Number(item.w?.N ?? 0));
          expect(read.leaseUntil).toBe(Number(item.l?.N ?? 0));
          expect(read.treesWatchedUntil?.get('')).toBe(item.t0 && Number(item.t0.N));
          expect(read.treesWatchedUntil?.get('a/')).toBe(item.t2 && Number(item.t2.N));
          // No root may be longer than the directory.
          expect(item.t3).toBeUndefined();
        },
      ),
      { numRuns },
    );
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('g', 'f#', 'f#a/', 'F#'),
          value.filter((each) => each !== undefined),
        ),
        (item) => {
          const read = readOr(() => parseBucket(plainItem({ ...(item as RawItem) })));
          if (read === 'unreadable') return;
          expect(read === undefined).toBe(item.g === undefined);
          const floors = Object.keys(item).filter((name) => name.startsWith('f#'));
          if (read)
            expect([...read.floors.keys()].map((prefix) => `f#${prefix}`).sort()).toEqual(floors.sort());
        },
      ),
      { numRuns },
    );
  });
});
