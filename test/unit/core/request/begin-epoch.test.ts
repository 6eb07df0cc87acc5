import { describe, expect, test } from '@jest/globals';
import { type IndexTable, IndexUnavailable } from '../../../../lambdas/core/ports/index-table.ts';
import { beginEpoch } from '../../../../lambdas/core/request/begin-epoch.ts';
import { createMemoryTable } from '../../../support/memory/table.ts';

const clock = { now: () => 7, offsetMs: () => 0 };

function instance(table: IndexTable, name: string) {
  let ids = 0;
  return { table, clock, random: { id: () => `${name}-${ids++}` } };
}

describe('an epoch', () => {
  test('is begun with an id that was not proposed', async () => {
    const begun = await beginEpoch(instance(createMemoryTable(), 'a'), 'b', 's3');
    expect(begun).toEqual({ epoch: 'a-1', feed: 's3', since: 7, floors: new Map() });
  });

  test('takes one proposal and one second write', async () => {
    const table = createMemoryTable();
    let proposals = 0;
    const counted: IndexTable = {
      ...table,
      proposeEpoch: (...proposed) => {
        proposals++;
        return table.proposeEpoch(...proposed);
      },
    };
    await beginEpoch(instance(counted, 'a'), 'b', 's3');
    expect(proposals).toBe(1);
  });

  test('that has begun already is returned without a second write', async () => {
    const table = createMemoryTable();
    const begun = await beginEpoch(instance(table, 'a'), 'b', 's3');
    const beginNothing = { ...table, beginEpoch: () => Promise.reject(new Error('a second write')) };
    expect(await beginEpoch(instance(beginNothing, 'c'), 'b', 's3')).toEqual(begun);
  });

  test('begins at the time of the services if the clock of the instance is certainly wrong', async () => {
    const behind = { now: () => 7, offsetMs: () => 600_000 };
    const begun = await beginEpoch(
      { ...instance(createMemoryTable(), 'a'), clock: behind },
      'b',
      'eventbridge',
    );
    expect(begun.since).toBe(600_007);
  });

  test('is the same for two instances that begin it at the same time', async () => {
    const table = createMemoryTable();
    const begun = await Promise.all(['a', 'c'].map((name) => beginEpoch(instance(table, name), 'b', 's3')));
    expect(begun[0]).toEqual(begun[1]);
    expect(await table.readBucket('b')).toEqual(begun[0]);
  });

  test('is proposed again if the table was emptied between the two writes', async () => {
    let emptied = createMemoryTable();
    const table: IndexTable = {
      ...emptied,
      proposeEpoch: (bucket, proposed) => emptied.proposeEpoch(bucket, proposed),
      beginEpoch: (bucket, begun) => {
        if (begun.epoch === 'a-1') emptied = createMemoryTable();
        return emptied.beginEpoch(bucket, begun);
      },
    };
    expect((await beginEpoch(instance(table, 'a'), 'b', 's3')).epoch).toBe('a-3');
  });

  test('is not begun at all if the item changes again and again', async () => {
    const proposals: string[] = [];
    const table: IndexTable = {
      ...createMemoryTable(),
      proposeEpoch: async (_, { proposal }) => {
        proposals.push(proposal);
        return { outcome: 'proposed', proposal };
      },
      beginEpoch: async () => ({ outcome: 'lost' }),
    };
    await expect(beginEpoch(instance(table, 'a'), 'b', 's3')).rejects.toBeInstanceOf(IndexUnavailable);
    expect(proposals).toEqual(['a-0', 'a-2', 'a-4']);
  });
});
