/** The inputs for DynamoDB, without a client. Their conditions are the adapter's only concurrency control. */

import { describe, expect, test } from '@jest/globals';
import { raiseFloorInput, removeFloorsInput } from '../../../../lambdas/adapters/dynamodb/buckets.ts';
import {
  afterInput,
  atOrBeforeInput,
  deleteChunkInput,
  fromStartInput,
  writeChunkInput,
} from '../../../../lambdas/adapters/dynamodb/chunks.ts';
import { expirySeconds } from '../../../../lambdas/adapters/dynamodb/expiry.ts';
import {
  acquireInput,
  acquireUnderInput,
  countMissInput,
  extendWatchInput,
  releaseInput,
  replaceMissesInput,
} from '../../../../lambdas/adapters/dynamodb/head-inputs.ts';
import { missed } from '../../../../lambdas/adapters/dynamodb/heads.ts';
import { bucketKey, chunkKey, headKey, recordKey } from '../../../../lambdas/adapters/dynamodb/keys.ts';
import {
  rangeInput,
  writeMarksInput,
  writeObservationInput,
} from '../../../../lambdas/adapters/dynamodb/record-inputs.ts';
import { createTableInput } from '../../../../lambdas/adapters/dynamodb/schema.ts';
import { END, EVERYTHING, type NameRange, START } from '../../../../lambdas/core/model/range.ts';

const directory = { bucket: 'bkt', prefix: 'a/b/' };
const HOUR = 3_600_000;

describe('keys', () => {
  test('the kind is in the partition key, so that a name may use the whole sort key', () => {
    expect(bucketKey('bkt')).toEqual({ pk: 'b#bkt', sk: '#' });
    expect(headKey(directory)).toEqual({ pk: 'h#bkt#a/b/', sk: '#' });
    expect(chunkKey(directory, START)).toEqual({ pk: 'p#bkt#a/b/', sk: '\x01' });
    expect(recordKey(directory, '')).toEqual({ pk: 's#bkt#a/b/', sk: '\x02' });
  });

  test('the table has both keys and no secondary index, so that DynamoDB can split partitions', () => {
    const { KeySchema, AttributeDefinitions, ...rest } = createTableInput('t');
    expect(KeySchema).toHaveLength(2);
    expect(AttributeDefinitions).toHaveLength(2);
    expect(rest).toEqual({ TableName: 't', BillingMode: 'PAY_PER_REQUEST' });
  });
});

describe('expiries', () => {
  test('are never early, and the same for all items under one watch', () => {
    expect(expirySeconds(10 * HOUR)).toBe(36_000);
    expect(expirySeconds(10 * HOUR + 1)).toBe(39_600);
    expect(expirySeconds(11 * HOUR)).toBe(39_600);
  });
});

describe('conditions', () => {
  test('a floor is never lowered', () => {
    expect(raiseFloorInput('bkt', 'a/', 7)).toMatchObject({
      UpdateExpression: 'SET #floor = :at',
      ConditionExpression: 'attribute_not_exists(#floor) OR #floor < :at',
      ExpressionAttributeNames: { '#floor': 'f#a/' },
      ExpressionAttributeValues: { ':at': 7 },
    });
  });

  test('floors are pruned together, and only if none was raised in the meantime', () => {
    expect(removeFloorsInput('bkt', ['a/', ''], 7)).toMatchObject({
      UpdateExpression: 'REMOVE #f0, #f1',
      ConditionExpression: '#f0 <= :through AND #f1 <= :through',
      ExpressionAttributeNames: { '#f0': 'f#a/', '#f1': 'f#' },
    });
  });

  test('a watch is written only if it becomes longer, and the head does not expire before any of its watches', () => {
    const outlasts =
      '(attribute_not_exists(expiresAt) OR expiresAt <= :expires OR NOT attribute_type(expiresAt, :number))';
    expect(extendWatchInput(directory, 'w', { until: 20, atLeast: 10 })).toMatchObject({
      UpdateExpression: 'SET w = :until, expiresAt = :expires',
      ConditionExpression: `(attribute_not_exists(w) OR w < :enough) AND ${outlasts}`,
      ExpressionAttributeValues: { ':enough': 10 },
    });
    const fill = { until: 20, now: 1, leaseUntil: 9 };
    const free = '(attribute_not_exists(l) OR l <= :now)';
    expect(acquireInput(directory, fill)).toMatchObject({
      UpdateExpression: 'SET l = :lease, w = :until, expiresAt = :expires',
      ConditionExpression: `${free} AND (attribute_not_exists(w) OR w <= :until) AND ${outlasts}`,
    });
    expect(acquireUnderInput(directory, fill)).toMatchObject({
      UpdateExpression: 'SET l = :lease',
      ConditionExpression: `${free} AND w > :until`,
    });
    expect(releaseInput(directory, 9)).toMatchObject({ ConditionExpression: 'l = :lease' });
  });

  test('a miss is counted in one write if the head is new, or if its watch and its count continue', () => {
    const now = 10 * HOUR;
    expect(countMissInput(directory, { until: 20, atLeast: 10, now })).toMatchObject({
      ConditionExpression:
        '((attribute_not_exists(w) AND attribute_not_exists(expiresAt)) OR w >= :atLeast) AND ' +
        '(attribute_not_exists(s) OR s > :windowStart)',
      ExpressionAttributeValues: { ':atLeast': 10, ':until': 20, ':now': now, ':windowStart': now - HOUR },
    });
  });

  test('any other count replaces exactly the head that was read', () => {
    const next = { watchedUntil: 20, misses: 1, missesSince: 2, leaseUntil: 0 };
    expect(replaceMissesInput(directory, { w: 3, expiresAt: 4 }, next, 7_200)).toStrictEqual({
      Key: headKey(directory),
      UpdateExpression: 'SET w = :until, n = :misses, s = :since, expiresAt = :expires',
      ConditionExpression:
        'w = :seen_w AND attribute_not_exists(n) AND attribute_not_exists(s) AND expiresAt = :seen_expiresAt',
      ExpressionAttributeValues: {
        ...{ ':until': 20, ':misses': 1, ':since': 2, ':expires': 7_200 },
        ...{ ':seen_w': 3, ':seen_expiresAt': 4 },
      },
    });
  });

  test('a chunk is replaced only by a later one', () => {
    const older =
      'attribute_not_exists(o) OR o < :observedAt OR o > :latest OR NOT attribute_type(o, :number)';
    const chunk = {
      observedAt: 5,
      endsAt: 7,
      watchedUntil: 9,
      epoch: 'e',
      count: 1,
      sizeBytes: 3,
      body: new Uint8Array([1]),
    };
    expect(writeChunkInput(directory, { ...chunk, after: 'a', through: 'b', newestMs: 2 }, 8)).toMatchObject({
      Item: {
        sk: 'a',
        t: 'b',
        o: 5,
        e: 2,
        w: 4,
        g: 'e',
        n: 1,
        s: 3,
        m: 2,
        b: new Uint8Array([1]),
        expiresAt: 3600,
      },
      ConditionExpression: older,
    });
    expect(
      Object.keys(writeChunkInput(directory, { ...chunk, after: START, through: END }, 8).Item!),
    ).not.toContain('t');
    expect(deleteChunkInput(directory, 'a', { observedBefore: 5, latestAt: 8 })).toMatchObject({
      ConditionExpression: older.replace(':observedAt', ':before'),
    });
  });

  test('a mark never lowers another mark or the expiry, and leaves other attributes unchanged', () => {
    const input = writeMarksInput(directory, 'n', { vanishedAt: 4 }, 3_600);
    expect(Object.keys(input.ExpressionAttributeValues!)).toEqual([':vanished', ':expires', ':number']);
    const appeared = writeMarksInput(directory, 'n', { appearedAt: 1 }, 3_600);
    expect(appeared.UpdateExpression).toBe('SET a = :appeared, expiresAt = :expires');
    expect(input).toMatchObject({
      UpdateExpression: 'SET d = :vanished, expiresAt = :expires',
      ConditionExpression:
        '(attribute_not_exists(d) OR d <= :vanished) AND ' +
        '(attribute_not_exists(expiresAt) OR expiresAt <= :expires OR NOT attribute_type(expiresAt, :number))',
    });
    expect(writeMarksInput(directory, 'n', { appearedAt: 1, vanishedAt: 4 }, 1).UpdateExpression).toBe(
      'SET a = :appeared, d = :vanished, expiresAt = :expires',
    );
  });

  test('an observation replaces an older one and leaves the marks unchanged', () => {
    const observation = {
      found: { says: 'absent' },
      observedAt: 5,
      endsAt: 6,
      watchedUntil: 7,
      epoch: 'e',
    } as const;
    const { UpdateExpression, ConditionExpression } = writeObservationInput(directory, 'n', observation, {
      expiresAt: 3_600,
      latestAt: 8,
    });
    expect(ConditionExpression).toBe(
      '(attribute_not_exists(o) OR o < :o OR o > :latest OR NOT attribute_type(o, :number)) AND ' +
        '(attribute_not_exists(expiresAt) OR expiresAt <= :expiresAt OR NOT attribute_type(expiresAt, :number))',
    );
    const attributes = ['o', 'e', 'w', 'g', 'v', 'f', 'c', 'expiresAt'];
    const sets = attributes.map((attribute) => `${attribute} = :${attribute}`).join(', ');
    expect(UpdateExpression).toBe(`SET ${sets}`);
    for (const mark of ['a', 'd']) expect(UpdateExpression).not.toMatch(new RegExp(`\\b${mark} =`));
  });
});

describe('queries', () => {
  test('chunks are read with eventual consistency, records with strong consistency', () => {
    for (const input of [
      fromStartInput(directory),
      atOrBeforeInput(directory, 'm'),
      afterInput(directory, 'm'),
    ]) {
      expect(input.ConsistentRead ?? false).toBe(false);
    }
    expect(rangeInput(directory, EVERYTHING).ConsistentRead).toBe(true);
  });

  test('the chunk that covers a position is the first one found downwards', () => {
    expect(atOrBeforeInput(directory, 'm')).toMatchObject({
      KeyConditionExpression: 'pk = :partition AND sk <= :position',
      ScanIndexForward: false,
    });
    expect(afterInput(directory, '')).toMatchObject({
      KeyConditionExpression: 'pk = :partition AND sk > :position',
      ExpressionAttributeValues: { ':position': '\x02' },
    });
  });

  test('a range of records is one key condition', () => {
    const condition = (range: Partial<NameRange>) =>
      rangeInput(directory, { ...EVERYTHING, ...range }).KeyConditionExpression;
    expect(condition({})).toBe('pk = :partition');
    expect(condition({ after: 'a' })).toBe('pk = :partition AND sk >= :lower');
    expect(condition({ through: 'b' })).toBe('pk = :partition AND sk <= :upper');
    expect(condition({ after: 'a', through: 'b' })).toBe('pk = :partition AND sk BETWEEN :lower AND :upper');
    expect(condition({ after: 'a', through: 'a' })).toBe('pk = :partition AND sk BETWEEN :lower AND :upper');
    const values = (range: Partial<NameRange>) =>
      Object.keys(rangeInput(directory, { ...EVERYTHING, ...range }).ExpressionAttributeValues!);
    expect(values({})).toEqual([':partition']);
    expect(values({ after: 'a' })).toEqual([':partition', ':lower']);
    expect(values({ through: 'b' })).toEqual([':partition', ':upper']);
    expect(values({ after: 'a', through: 'b' })).toEqual([':partition', ':lower', ':upper']);
    // In UTF-16 order, the first name is the greater one.
    expect(condition({ after: '\uff5e', through: '\u{1f600}' })).toBe('pk = :partition AND sk >= :lower');
  });
});

describe('the count of misses', () => {
  const seen = { watchedUntil: 10 * HOUR, misses: 3, missesSince: 5 * HOUR, leaseUntil: 1 };
  test('continues within the hour and restarts after it', () => {
    const watch = { until: 0, atLeast: 0, countMiss: true };
    expect(missed(seen, { ...watch, now: 6 * HOUR - 1 })).toEqual({ ...seen, misses: 4 });
    expect(missed(seen, { ...watch, now: 6 * HOUR })).toEqual({ ...seen, misses: 1, missesSince: 6 * HOUR });
  });

  test('raises the watch only when it falls short', () => {
    const now = 5 * HOUR;
    expect(missed(seen, { until: 20 * HOUR, atLeast: 10 * HOUR, now }).watchedUntil).toBe(10 * HOUR);
    expect(missed(seen, { until: 20 * HOUR, atLeast: 11 * HOUR, now }).watchedUntil).toBe(20 * HOUR);
    expect(missed(seen, { until: 9 * HOUR, atLeast: 11 * HOUR, now }).watchedUntil).toBe(10 * HOUR);
  });
});
