/**
 * Attributes that another program wrote, of every DynamoDB type and of a type that the SDK does not know. Each
 * attribute makes at most its own item unreadable. The rest of the page is not affected, and attributes that are
 * never read have no effect.
 */

import { type AttributeValue, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chunkKey, headKey, type Item, recordKey } from '../../../lambdas/adapters/dynamodb/keys.ts';
import { CHUNK, HEAD, OBSERVATION, RECORD } from '../../../lambdas/adapters/dynamodb/schema.ts';
import type { Directory } from '../../../lambdas/core/model/names.ts';
import { END, EVERYTHING, START } from '../../../lambdas/core/model/range.ts';
import { type IndexTable, ItemUnreadable } from '../../../lambdas/core/ports/index-table.ts';
import type { Counter } from '../../../lambdas/core/ports/telemetry.ts';
import { type TableEngine, testClient } from '../../support/dynalite.ts';
import { openDynamoTable } from './open.ts';
import { chunk, observation } from './samples.ts';

const NOW = 1_790_000_000_000;

/** In the engine's answers, this value is replaced by one of a type that the SDK does not know. */
const OF_A_LATER_TYPE = 'of a type that is not known yet';
const ON_THE_WIRE = new RegExp(`\\{"S":"${OF_A_LATER_TYPE}"\\}`, 'g');

const FOREIGN: Record<string, AttributeValue> = {
  'a fraction': { N: '1.5' },
  'a negative number': { N: '-1' },
  'a number of 38 digits': { N: '9'.repeat(38) },
  'a number of 120 digits': { N: '1E+119' },
  'a small number': { N: '1E-100' },
  'digits in a text': { S: '1790000000000' },
  'no text': { S: '' },
  'other bytes': { B: new Uint8Array([255]) },
  null: { NULL: true },
  boolean: { BOOL: true },
  'a list': { L: [{ N: '1' }, { L: [{ S: OF_A_LATER_TYPE }] }] },
  'a map': { M: { o: { N: '1' }, x: { S: OF_A_LATER_TYPE } } },
  'a set of numbers': { NS: ['1', '9'.repeat(38)] },
  'a set of text': { SS: ['x'] },
  'a set of bytes': { BS: [new Uint8Array([1])] },
  'a type that the SDK does not know': { S: OF_A_LATER_TYPE },
};

/** Every pair of `what` and `attribute` that this version would not write. */
const casesOf = (attributes: readonly string[], allowed: (attribute: string, what: string) => boolean) =>
  attributes.flatMap((attribute) =>
    Object.entries(FOREIGN)
      .filter(([what]) => !allowed(attribute, what))
      .map(([what, value]) => ({ attribute, what, value })),
  );

const CHUNK_CASES = casesOf(
  Object.values(CHUNK),
  (attribute, what) =>
    // Any text is a valid epoch or name, and any bytes may be a body: the seal in the body decides.
    (what.endsWith('text') &&
      !what.includes('set') &&
      [CHUNK.epoch, CHUNK.through].includes(attribute as never)) ||
    (what === 'other bytes' && attribute === CHUNK.body) ||
    (attribute === CHUNK.newestMs && what === 'a negative number'),
);
const OBSERVATION_CASES = casesOf(Object.values(OBSERVATION), () => false);
const MARK_CASES = casesOf([RECORD.appearedAt, RECORD.vanishedAt], () => false);
const { treeWatchedUntilPrefix, ...headAttributes } = HEAD;
const HEAD_CASES = casesOf([...Object.values(headAttributes), `${treeWatchedUntilPrefix}0`], () => false);

export function foreignAttributesSuite(name: string, start: () => Promise<TableEngine>): void {
  let engine: TableEngine;
  let client: DynamoDBClient;
  let table: IndexTable;
  let undecodable = 0;
  let buckets = 0;

  beforeAll(async () => {
    engine = await start();
    client = withAnotherType(engine.endpoint);
    const count = (counter: Counter) => {
      if (counter === 'undecodable') undecodable++;
    };
    table = openDynamoTable({ ...engine, client }, { count }).table;
  });
  afterAll(async () => {
    client?.destroy();
    await engine?.stop();
  });

  const fresh = (): Directory => {
    undecodable = 0;
    return { bucket: `bkt-${buckets++}`, prefix: 'a/' };
  };
  const put = (key: Item, attributes: Record<string, AttributeValue>) =>
    engine.client.send(
      new PutItemCommand({ TableName: engine.tableName, Item: { ...marshall(key), ...attributes } }),
    );

  describe(`attributes of another program on ${name}`, () => {
    const chunkItem = {
      ...{ o: { N: '1000' }, e: { N: '1000' }, w: { N: '2000' }, g: { S: 'e1' }, t: { S: 'k' } },
      ...{ n: { N: '2' }, s: { N: '12' }, m: { N: '500' }, b: { B: new Uint8Array([1]) } },
    };

    test('the chunk of these tests can be read without them', async () => {
      const directory = fresh();
      await put(chunkKey(directory, START), chunkItem);
      expect((await table.readChunks(directory, { from: START, limit: 10 })).chunks).toHaveLength(1);
    });

    test.each(CHUNK_CASES)(
      'a chunk with $what as its $attribute is absent, and no other one',
      async (given) => {
        const directory = fresh();
        const good = chunk({ after: 'm' });
        await table.writeChunk(directory, good, good.observedAt);
        await put(chunkKey(directory, START), { ...chunkItem, [given.attribute]: given.value });
        expect(await table.readChunks(directory, { from: START, limit: 10 })).toEqual({
          chunks: [good],
          more: false,
        });
        expect(undecodable).toBe(1);
      },
    );

    test.each(OBSERVATION_CASES)(
      'an observation with $what as its $attribute is dropped, and nothing else',
      async (given) => {
        const directory = fresh();
        await table.writeObservation(directory, 'good', observation(), NOW);
        await table.writeMarks(directory, 'n', { appearedAt: 7 }, NOW);
        await put(recordKey(directory, 'n'), { a: { N: '7' }, [given.attribute]: given.value });
        const marked = { name: 'n', marks: { appearedAt: 7 } };
        expect(await table.readRecord(directory, 'n')).toEqual(marked);
        expect(await table.readRecords(directory, { ...EVERYTHING, limit: 5 })).toEqual({
          records: [{ name: 'good', marks: {}, observation: observation() }, marked],
          knownThrough: END,
        });
        // This also holds if the item is part of the answer to a refused condition.
        await table.writeMarks(directory, 'n', { appearedAt: 5 }, NOW);
        expect(await table.readRecord(directory, 'n')).toEqual(marked);
      },
    );

    test.each(MARK_CASES)(
      'marks with $what as $attribute make the record unreadable, not the table',
      async (given) => {
        const directory = fresh();
        await put(recordKey(directory, 'n'), { [given.attribute]: given.value });
        await expect(table.readRecord(directory, 'n')).rejects.toBeInstanceOf(ItemUnreadable);
        await expect(table.readRecords(directory, { ...EVERYTHING, limit: 5 })).rejects.toBeInstanceOf(
          ItemUnreadable,
        );
      },
    );

    test.each(HEAD_CASES)(
      'a head with $what as its $attribute is unreadable, not the table',
      async (given) => {
        const directory = fresh();
        await put(headKey(directory), { [given.attribute]: given.value });
        await expect(table.readHead(directory)).rejects.toBeInstanceOf(ItemUnreadable);
        await expect(table.readHeads([directory])).rejects.toBeInstanceOf(ItemUnreadable);
      },
    );

    test('attributes that are never read change nothing, in the answer to a write too', async () => {
      const directory = fresh();
      const more = Object.fromEntries(Object.values(FOREIGN).map((value, i) => [`x${i}`, value]));
      const odd = { ...more, __proto__x: { S: 'x' }, constructor: { M: { o: { N: '1' } } } };
      await put(chunkKey(directory, START), { ...chunkItem, ...odd });
      await put(recordKey(directory, 'n'), { a: { N: '7' }, ...odd });
      await put(headKey(directory), { w: { N: '5' }, ...odd });
      expect((await table.readChunks(directory, { from: START, limit: 10 })).chunks).toHaveLength(1);
      expect(await table.readRecord(directory, 'n')).toEqual({ name: 'n', marks: { appearedAt: 7 } });
      expect(await table.readHeads([directory])).toMatchObject([{ watchedUntil: 5 }]);
      const watch = { until: 20, atLeast: 10, now: 0 };
      expect(await table.extendWatch(directory, watch)).toMatchObject({ watchedUntil: 20 });
      expect(await table.extendWatch(directory, watch)).toMatchObject({ watchedUntil: 20 });
      expect(undecodable).toBe(0);
    });
  });
}

/** A client that receives the engine's answers with an attribute type that is newer than the SDK. */
function withAnotherType(endpoint: string): DynamoDBClient {
  const client = testClient(endpoint);
  client.middlewareStack.add(
    (next) => async (args) => {
      const answer = await next(args);
      const response = answer.response as { body: AsyncIterable<Uint8Array> | Uint8Array };
      const parts: Uint8Array[] = [];
      for await (const part of response.body as AsyncIterable<Uint8Array>) parts.push(part);
      const changed = Buffer.concat(parts).toString().replaceAll(ON_THE_WIRE, '{"VEC":[1,2]}');
      response.body = Buffer.from(changed);
      return answer;
    },
    // The innermost middleware, where the answer is still text.
    { step: 'deserialize', priority: 'low', name: 'anotherType' },
  );
  return client;
}
