/** Chunks as items: the inputs for DynamoDB, what is read back, and which queries a read needs. */
import { describe, expect, test } from '@jest/globals';
import {
  afterInput,
  atOrBeforeInput,
  chunkOperations,
  deleteChunkInput,
  fromStartInput,
  parseChunk,
  shortenChunkInput,
  startingIn,
  writeChunkInput,
} from '../../../../lambdas/adapters/dynamodb/chunks.ts';
import type { Item } from '../../../../lambdas/adapters/dynamodb/keys.ts';
import type { QueryInput, Sender } from '../../../../lambdas/adapters/dynamodb/send.ts';
import { CHUNK_MAX_ENTRIES } from '../../../../lambdas/core/model/chunk.ts';
import { END, START } from '../../../../lambdas/core/model/range.ts';
import { chunk } from '../../../contract/index-table/samples.ts';

const D = { bucket: 'bkt', prefix: 'a/' };
const LATEST = 9_000;
const itemOf = (over: Parameters<typeof chunk>[0]): Item => writeChunkInput(D, chunk(over), LATEST).Item!;

describe('the item of a chunk', () => {
  test('has only the optional values of the chunk, and is read back as it was written', () => {
    const whole = chunk({ after: 'a', through: 'b', directories: 1 });
    expect(itemOf(whole)).toMatchObject({ t: 'b', d: 1, m: 500 });
    const bare = { ...chunk({ after: 'a' }), newestMs: undefined, directories: undefined };
    for (const absent of ['t', 'd', 'm']) expect(Object.keys(itemOf(bare))).not.toContain(absent);
    expect(Object.keys(itemOf({ directories: 0 }))).not.toContain('d');
    for (const written of [whole, bare]) expect(parseChunk(itemOf(written))).toEqual(written);
  });

  test('may have as many entries as a chunk may have, all of which may be directories', () => {
    const most = { count: CHUNK_MAX_ENTRIES, directories: CHUNK_MAX_ENTRIES };
    expect(parseChunk(itemOf(most))).toMatchObject(most);
    expect(parseChunk(itemOf({ count: 2, directories: 1 }))).toMatchObject({ directories: 1 });
  });

  test.each<[string, Item]>([
    [`${CHUNK_MAX_ENTRIES + 1} entries`, { n: CHUNK_MAX_ENTRIES + 1 }],
    ['3 directories', { n: 2, d: 3 }],
    ['the range is empty', { t: 'a' }],
    ['this version writes no such sort key', { sk: '\x02x' }],
  ])('is unreadable: %s', (why, attributes) => {
    expect(() => parseChunk({ ...itemOf({ after: 'a' }), ...attributes })).toThrow(why);
  });

  test('is shortened only if the same observation with the same end is stored', () => {
    const short = chunk({ after: 'a', through: 'b' });
    expect(shortenChunkInput(D, short, 'm')).toStrictEqual({
      Item: itemOf(short),
      ConditionExpression: 'o = :observedAt AND g = :epoch AND t = :from',
      ExpressionAttributeValues: { ':observedAt': 1_000, ':epoch': 'e1', ':from': 'm' },
    });
    expect(shortenChunkInput(D, short, END)).toStrictEqual({
      Item: itemOf(short),
      ConditionExpression: 'o = :observedAt AND g = :epoch AND attribute_not_exists(t)',
      ExpressionAttributeValues: { ':observedAt': 1_000, ':epoch': 'e1' },
    });
  });
});

describe('the query for the chunks that start in a range', () => {
  const between = (position: string, upper: string): QueryInput => ({
    KeyConditionExpression: 'pk = :partition AND sk BETWEEN :position AND :upper',
    ExpressionAttributeValues: { ':partition': 'p#bkt#a/', ':position': position, ':upper': upper },
  });

  test('has both bounds, if the range has an end', () => {
    expect(startingIn(D, { from: 'b', through: 'm' })).toStrictEqual(between('b', 'm'));
    expect(startingIn(D, { from: START, through: 'm' })).toStrictEqual(between('\x01', 'm'));
    expect(startingIn(D, { from: 'b', through: 'b' })).toStrictEqual(between('b', 'b'));
  });

  test('has only the lower bound, if no key stands for the end', () => {
    for (const through of [END, 'x'.repeat(1_025)] as const) {
      expect(startingIn(D, { from: START, through })).toStrictEqual(fromStartInput(D));
      expect(startingIn(D, { from: 'b', through })).toStrictEqual(afterInput(D, 'b'));
    }
  });

  test('has only the lower bound, if the bounds are in the wrong order of UTF-16', () => {
    expect(startingIn(D, { from: '\uff5e', through: '\u{1f600}' })).toStrictEqual(afterInput(D, '\uff5e'));
  });
});

/** A table in which the chunk at or before the position is `nearest`, and queries in ascending order find `later`. */
function given({ nearest = [] as Item[], later = [] as Item[], more = false, isMet = true }) {
  const sent: unknown[][] = [];
  const sender = {
    query: async (input: QueryInput, limit: number) => {
      sent.push([input, limit]);
      return input.ScanIndexForward === false ? { items: nearest, more: true } : { items: later, more };
    },
    put: async (input: unknown) => {
      sent.push([input]);
      return isMet;
    },
    remove: async (input: unknown) => {
      sent.push([input]);
      return isMet;
    },
  };
  return { table: chunkOperations(sender as unknown as Sender, { count: () => {} }), sent };
}

describe('chunks that are read', () => {
  const [first, b, d, f] = [chunk(), chunk({ after: 'b' }), chunk({ after: 'd' }), chunk({ after: 'f' })];
  const [firstItem, bItem, dItem, fItem] = [itemOf(first), itemOf(b), itemOf(d), itemOf(f)];

  test('from the start need one query', async () => {
    const { table, sent } = given({ later: [firstItem, bItem], more: true });
    expect(await table.readChunks(D, { from: START, limit: 2 })).toEqual({ chunks: [first, b], more: true });
    expect(sent).toEqual([[fromStartInput(D), 2]]);
    const all = given({ later: [firstItem] }).table;
    expect(await all.readChunks(D, { from: START, limit: 2 })).toEqual({ chunks: [first], more: false });
  });

  test('up to an end are those that start up to it, and then nothing more follows', async () => {
    const beyond = given({ later: [firstItem, bItem, dItem], more: true });
    expect(await beyond.table.readChunks(D, { from: START, through: 'c', limit: 3 })).toEqual({
      chunks: [first, b],
      more: false,
    });
    expect(beyond.sent).toEqual([[startingIn(D, { from: START, through: 'c' }), 3]]);
    const upTo = given({ later: [firstItem, bItem], more: true }).table;
    expect(await upTo.readChunks(D, { from: START, through: 'b', limit: 2 })).toEqual({
      chunks: [first, b],
      more: true,
    });
    // No name is before the empty one, but the start is.
    const only = given({ later: [firstItem] }).table;
    expect((await only.readChunks(D, { from: START, through: '', limit: 2 })).chunks).toEqual([first]);
  });

  test('from a position are the nearest one, and those after it', async () => {
    const { table, sent } = given({ nearest: [bItem], later: [dItem, fItem] });
    expect(await table.readChunks(D, { from: 'c', limit: 3 })).toEqual({ chunks: [b, d, f], more: false });
    expect(sent).toEqual([
      [atOrBeforeInput(D, 'c'), 1],
      [afterInput(D, 'c'), 2],
    ]);
    const rest = given({ nearest: [bItem], later: [dItem, fItem], more: true }).table;
    expect((await rest.readChunks(D, { from: 'c', limit: 3 })).more).toBe(true);
  });

  test('from a position to an end contain the one at the position once', async () => {
    const { table, sent } = given({ nearest: [bItem], later: [bItem, dItem, fItem] });
    const request = { from: 'b', through: 'e' };
    expect(await table.readChunks(D, { ...request, limit: 3 })).toEqual({ chunks: [b, d], more: false });
    expect(sent).toEqual([
      [atOrBeforeInput(D, 'b'), 1],
      [startingIn(D, request), 3],
    ]);
  });

  test('are at most as many as the limit, and the others are more', async () => {
    const { table } = given({ nearest: [bItem], later: [dItem, fItem] });
    const request = { from: 'c', through: 'x' };
    expect(await table.readChunks(D, { ...request, limit: 2 })).toEqual({ chunks: [b, d], more: true });
    expect(await table.readChunks(D, { ...request, limit: 3 })).toEqual({ chunks: [b, d, f], more: false });
  });

  test('are only the nearest one, with a limit of one', async () => {
    const { table, sent } = given({ nearest: [bItem], later: [dItem] });
    expect(await table.readChunks(D, { from: 'c', limit: 1 })).toEqual({ chunks: [b], more: true });
    expect(sent).toEqual([[atOrBeforeInput(D, 'c'), 1]]);
  });

  test('from a name that no key can hold are unknown', async () => {
    const { table, sent } = given({ nearest: [bItem], later: [dItem] });
    const from = 'x'.repeat(1_025);
    expect(await table.readChunks(D, { from, limit: 5 })).toEqual({ chunks: [], more: true });
    expect(sent).toEqual([]);
  });
});

describe('chunks that are written', () => {
  test('report whether a later observation was stored', async () => {
    const [met, refused] = [given({}), given({ isMet: false })];
    expect(await met.table.writeChunk(D, chunk(), LATEST)).toBe('written');
    expect(await refused.table.writeChunk(D, chunk(), LATEST)).toBe('superseded');
    expect(met.sent).toEqual([[writeChunkInput(D, chunk(), LATEST)]]);
  });

  test('are shortened and deleted', async () => {
    const { table, sent } = given({});
    const times = { observedBefore: 5, latestAt: LATEST };
    await table.shortenChunk(D, chunk({ through: 'b' }), 'm');
    await table.deleteChunk(D, { after: 'b' }, times);
    expect(sent).toEqual([
      [shortenChunkInput(D, chunk({ through: 'b' }), 'm')],
      [deleteChunkInput(D, 'b', times)],
    ]);
  });
});
