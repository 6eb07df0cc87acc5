/** The operations of records when other writers change them at the same time. The table is a script of outcomes. */
import { describe, expect, test } from '@jest/globals';
import { MAX_WRITE_RACES } from '../../../../lambdas/adapters/dynamodb/bounds.ts';
import { expirySeconds } from '../../../../lambdas/adapters/dynamodb/expiry.ts';
import { type Item, recordKey } from '../../../../lambdas/adapters/dynamodb/keys.ts';
import { observationAttributes } from '../../../../lambdas/adapters/dynamodb/observation.ts';
import {
  rangeInput,
  writeMarksInput,
  writeObservationInput,
} from '../../../../lambdas/adapters/dynamodb/record-inputs.ts';
import { parseMarks, recordOperations } from '../../../../lambdas/adapters/dynamodb/records.ts';
import { RECORD, SORT_KEY, TTL_ATTRIBUTE } from '../../../../lambdas/adapters/dynamodb/schema.ts';
import type { Sender, UpdateInput, WriteOutcome } from '../../../../lambdas/adapters/dynamodb/send.ts';
import { END, EVERYTHING, type NameRange, START } from '../../../../lambdas/core/model/range.ts';
import type { Observation } from '../../../../lambdas/core/model/record.ts';
import { IndexUnavailable, ItemUnreadable } from '../../../../lambdas/core/ports/index-table.ts';

const D = { bucket: 'b', prefix: 'a/' };
const HOUR_MS = 3_600_000;
const HOUR_SECONDS = 3_600;
const NOW = 100 * HOUR_MS;
const KEEP_UNTIL = NOW + 2 * HOUR_MS;
const EXPIRES = expirySeconds(KEEP_UNTIL);
const LATER = EXPIRES + HOUR_SECONDS;
const OBSERVATION: Observation = {
  ...{ observedAt: NOW, endsAt: NOW + HOUR_MS, watchedUntil: KEEP_UNTIL, epoch: 'e' },
  found: { says: 'absent' },
};

const written: WriteOutcome = { outcome: 'written', item: {} };
const refused = (standing?: Item): WriteOutcome => ({ outcome: 'refused', standing });

/** Gives these outcomes to updates, in order, and the last one from then on; and these items to reads. */
function scripted(outcomes: readonly WriteOutcome[], items: Item[] = [], more = false) {
  const updates: UpdateInput[] = [];
  const queries: unknown[] = [];
  let undecodable = 0;
  const sender = {
    update: async (input: UpdateInput) => {
      updates.push(input);
      return outcomes[Math.min(updates.length, outcomes.length) - 1]!;
    },
    get: async () => items[0],
    query: async (input: unknown, limit: number) => {
      queries.push([input, limit]);
      return { items, more };
    },
  };
  const telemetry = {
    count: (counter: string) => {
      if (counter === 'undecodable') undecodable++;
    },
  };
  const records = recordOperations(sender as unknown as Sender, telemetry);
  return { records, updates, queries, undecodable: () => undecodable };
}

describe('a mark', () => {
  const write = async (outcomes: WriteOutcome[], marks: { appearedAt?: number; vanishedAt?: number }) => {
    const { records, updates } = scripted(outcomes);
    await records.writeMarks(D, 'n', marks, KEEP_UNTIL);
    return updates;
  };
  const both = { appearedAt: 10, vanishedAt: 20 };

  test('is written once', async () => {
    expect(await write([written], both)).toEqual([writeMarksInput(D, 'n', both, EXPIRES)]);
  });

  test.each<[string, object, Item]>([
    ['both', both, { [RECORD.appearedAt]: 10, [RECORD.vanishedAt]: 20, [TTL_ATTRIBUTE]: EXPIRES }],
    ['one', { appearedAt: 10 }, { [RECORD.appearedAt]: 11, [TTL_ATTRIBUTE]: LATER }],
    ['the other', { vanishedAt: 10 }, { [RECORD.vanishedAt]: 10, [TTL_ATTRIBUTE]: EXPIRES }],
  ])('that stands already is not written again (%s)', async (_, marks, standing) => {
    expect(await write([refused(standing)], marks)).toHaveLength(1);
  });

  test.each<[string, Item, { appearedAt: number; vanishedAt: number }, number]>([
    ['a later mark', { [RECORD.appearedAt]: 15 }, { appearedAt: 15, vanishedAt: 20 }, EXPIRES],
    ['the other mark', { [RECORD.vanishedAt]: 25 }, { appearedAt: 10, vanishedAt: 25 }, EXPIRES],
    ['a later expiry', { [TTL_ATTRIBUTE]: LATER }, { appearedAt: 10, vanishedAt: 20 }, LATER],
    ['an unreadable expiry', { [TTL_ATTRIBUTE]: 'x' }, { appearedAt: 10, vanishedAt: 20 }, EXPIRES],
    [
      'marks that are kept too short',
      { [RECORD.appearedAt]: 15, [RECORD.vanishedAt]: 25, [TTL_ATTRIBUTE]: EXPIRES - HOUR_SECONDS },
      { appearedAt: 15, vanishedAt: 25 },
      EXPIRES,
    ],
    [
      'an older mark',
      { [RECORD.appearedAt]: 9, [RECORD.vanishedAt]: 25, [TTL_ATTRIBUTE]: LATER },
      { appearedAt: 10, vanishedAt: 25 },
      LATER,
    ],
  ])('is merged with %s', async (_, standing, merged, expiresAt) => {
    const updates = await write([refused(standing), written], both);
    expect(updates[1]).toEqual(writeMarksInput(D, 'n', merged, expiresAt));
  });

  test('that is written alone leaves the other one out, and none may be missing', async () => {
    const standing = { [RECORD.vanishedAt]: 25, [TTL_ATTRIBUTE]: LATER };
    const appeared = await write([refused(standing), refused(), written], { appearedAt: 10 });
    expect(appeared[1]).toEqual(writeMarksInput(D, 'n', { appearedAt: 10 }, LATER));
    expect(appeared[2]).toEqual(writeMarksInput(D, 'n', { appearedAt: 10 }, LATER));
    const vanished = await write([refused({ [RECORD.appearedAt]: 25 }), written], { vanishedAt: 10 });
    expect(vanished[1]).toEqual(writeMarksInput(D, 'n', { vanishedAt: 10 }, EXPIRES));
  });

  test('fails after all races, or when the marks that stand cannot be read', async () => {
    const { records, updates } = scripted([refused()]);
    await expect(records.writeMarks(D, 'n', both, KEEP_UNTIL)).rejects.toThrow(IndexUnavailable);
    expect(updates).toHaveLength(MAX_WRITE_RACES);
    await expect(write([refused({ [RECORD.appearedAt]: 'x' })], both)).rejects.toThrow(ItemUnreadable);
    expect(() => parseMarks({ [RECORD.vanishedAt]: -1 })).toThrow('negative');
  });
});

describe('an observation', () => {
  const write = async (outcomes: WriteOutcome[], latestAt = NOW + 5) => {
    const { records, updates } = scripted(outcomes);
    await records.writeObservation(D, 'n', OBSERVATION, latestAt);
    return updates;
  };
  const input = (expiresAt: number) =>
    writeObservationInput(D, 'n', OBSERVATION, { expiresAt, latestAt: NOW + 5 });

  test('is written once', async () => {
    expect(await write([written])).toEqual([input(EXPIRES)]);
  });

  test('that is as late or later stands, unless its time is in the future', async () => {
    const standing = (observedAt: unknown) => refused({ [RECORD.observedAt]: observedAt });
    for (const observedAt of [NOW, NOW + 1, NOW + 5])
      expect(await write([standing(observedAt), written])).toHaveLength(1);
    for (const observedAt of [NOW - 1, NOW + 6, 'x', undefined])
      expect(await write([standing(observedAt), written])).toHaveLength(2);
  });

  test('is written again with the expiry that stood', async () => {
    const standing = (expiresAt: unknown) => refused({ [RECORD.observedAt]: 1, [TTL_ATTRIBUTE]: expiresAt });
    const updates = await write([standing(LATER), standing(EXPIRES), refused(), written]);
    expect(updates).toEqual([EXPIRES, LATER, LATER, LATER].map(input));
  });

  test('fails after all races', async () => {
    const { records, updates } = scripted([refused()]);
    await expect(records.writeObservation(D, 'n', OBSERVATION, NOW)).rejects.toThrow(IndexUnavailable);
    expect(updates).toHaveLength(MAX_WRITE_RACES);
  });
});

describe('a record that is read', () => {
  const itemOf = (name: string): Item => ({ ...recordKey(D, name), [RECORD.appearedAt]: 7 });

  test('has its marks and its observation, or neither', async () => {
    const key = recordKey(D, 'n');
    const item = { ...itemOf('n'), ...observationAttributes(key, OBSERVATION) };
    const whole = { name: 'n', marks: { appearedAt: 7, vanishedAt: undefined }, observation: OBSERVATION };
    expect(await scripted([], [item]).records.readRecord(D, 'n')).toEqual(whole);
    expect(await scripted([]).records.readRecord(D, 'n')).toBeUndefined();
    const damaged = scripted([], [{ ...item, [RECORD.observedAt]: 1 }]);
    expect(await damaged.records.readRecord(D, 'n')).toEqual({ ...whole, observation: undefined });
    expect(damaged.undecodable()).toBe(1);
  });

  const read = async (range: NameRange, names: string[], { limit = 9, more = false } = {}) => {
    const { records, queries } = scripted([], names.map(itemOf), more);
    const { records: found, knownThrough } = await records.readRecords(D, { ...range, limit });
    return { names: found.map(({ name }) => name), knownThrough, queries };
  };

  test('is in the range, of which everything is known when there is no more', async () => {
    const range = { after: 'b', through: 'd' };
    expect(await read(range, ['b', 'c', 'd', 'e'])).toEqual({
      ...{ names: ['c', 'd'], knownThrough: END, queries: [[rangeInput(D, range), 10]] },
    });
    expect(await read({ after: 'b', through: 'b' }, ['b'])).toEqual({
      names: [],
      knownThrough: END,
      queries: [],
    });
  });

  test('is one of as many as asked for; what comes after them is not known', async () => {
    expect(await read(EVERYTHING, ['a', 'b', 'c'], { limit: 2 })).toMatchObject({
      ...{ names: ['a', 'b'], knownThrough: 'b' },
    });
    expect(await read(EVERYTHING, ['a', 'b'], { limit: 2 })).toMatchObject({ knownThrough: END });
  });

  test('is followed by others when the query stopped inside the range', async () => {
    const range: NameRange = { after: START, through: 'd' };
    expect(await read(range, ['a', 'b'], { more: true })).toMatchObject({ knownThrough: 'b' });
    expect(await read(range, ['a', 'd'], { more: true })).toMatchObject({ knownThrough: 'd' });
    expect(await read(range, ['a', 'e'], { more: true })).toMatchObject({ names: ['a'], knownThrough: END });
  });

  test('is left out if its sort key is of no name; a page of only such keys is a failure', async () => {
    const foreign = [
      { ...itemOf('n'), [SORT_KEY]: '\x01' },
      { ...itemOf('n'), [SORT_KEY]: 7 },
    ];
    const { records, undecodable } = scripted([], [...foreign, itemOf('n')]);
    const { records: found } = await records.readRecords(D, { ...EVERYTHING, limit: 9 });
    expect([found.map(({ name }) => name), undecodable()]).toEqual([['n'], 2]);
    const none = scripted([], foreign, true).records.readRecords(D, { ...EVERYTHING, limit: 9 });
    await expect(none).rejects.toThrow('no record of a whole page');
    const last = await scripted([], foreign).records.readRecords(D, { ...EVERYTHING, limit: 9 });
    expect(last).toEqual({ records: [], knownThrough: END });
  });
});
