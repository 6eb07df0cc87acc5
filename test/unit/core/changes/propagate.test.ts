/** How far up a removal is marked, what is read for that, and when the walk starts again. */
import { describe, expect, test } from '@jest/globals';
import { createChangeApplier } from '../../../../lambdas/core/changes/apply.ts';
import { Outcomes } from '../../../../lambdas/core/changes/outcomes.ts';
import { IndexUnavailable } from '../../../../lambdas/core/ports/index-table.ts';
import { type RecordedTable, recordedTable } from '../../../support/recorded-table.ts';

const NOW = 1_700_000_000_000;
const UNTIL = NOW + 3_600_000;

async function watch({ standing }: RecordedTable, ...prefixes: string[]): Promise<void> {
  for (const prefix of prefixes)
    await standing.extendWatch({ bucket: 'photos', prefix }, { until: UNTIL, atLeast: UNTIL, now: NOW });
}

async function afterRemoving(recorded: RecordedTable, ...keys: string[]) {
  const { apply } = createChangeApplier({
    ...{ table: recorded.table, clock: { now: () => NOW }, waiter: { wait: async () => {} } },
    ...{ telemetry: { count: () => {} }, settings: { clockMarginMs: 0 } },
  });
  const outcomes = await apply(
    keys.map((key) => ({ bucket: 'photos', keys: [key], kind: 'removed' })),
    NOW,
  );
  return {
    outcomes,
    marks: recorded.marks.map((mark) => mark.in + mark.name),
    looks: recorded.calls.filter((call) => call === 'readBucket').length,
  };
}

describe('a removal looks at what is left', () => {
  test('nowhere, if no directory above is watched', async () => {
    const recorded = recordedTable();
    await watch(recorded, 'a/b/');
    expect(await afterRemoving(recorded, 'a/b/x')).toMatchObject({ marks: ['a/b/x'], looks: 0 });
  });

  test('only below the highest watched directory', async () => {
    const recorded = recordedTable();
    await watch(recorded, 'a/b/', 'a/');
    expect(await afterRemoving(recorded, 'a/b/x')).toMatchObject({ marks: ['a/b/x', 'a/b/'], looks: 1 });
  });
});

describe('a watch that begins above during the walk', () => {
  /** A table in which another instance watches `prefix` after the mark of this key or directory. */
  const watchedAfter = (path: string, prefix: string) => {
    const recorded: RecordedTable = recordedTable(async (call, args) => {
      const [scope, name] = args as [{ prefix: string }, string];
      if (call === 'writeMarks' && scope.prefix + name === path) await watch(recorded, prefix);
    });
    return recorded;
  };

  test('is marked under, although other directories above are still not watched', async () => {
    const recorded = watchedAfter('a/b/c/', '');
    await watch(recorded, 'a/b/c/', 'a/b/');
    const { marks } = await afterRemoving(recorded, 'a/b/c/x');
    expect(new Set(marks)).toEqual(new Set(['a/b/c/x', 'a/b/c/', 'a/']));
  });

  test('does not count as a mark for the other removals of the batch', async () => {
    const recorded = watchedAfter('a/b/', '');
    await watch(recorded, 'a/b/', 'a/');
    const { outcomes } = await afterRemoving(recorded, 'a/b/x', 'z');
    expect(outcomes.map((each) => each.status === 'fulfilled' && each.value)).toEqual([
      'marked',
      'unwatched',
    ]);
  });

  test('fails the removal if another one begins each time', async () => {
    const deep = Array.from({ length: 14 }, (_, depth) => 'd/'.repeat(depth));
    const recorded: RecordedTable = recordedTable(async (call, args) => {
      // This is the first mark of each walk.
      if (call !== 'writeMarks' || (args[0] as { prefix: string }).prefix !== deep[12]) return;
      await watch(recorded, unwatched.pop()!);
    });
    const unwatched = deep.slice(0, 12);
    await watch(recorded, deep[13]!, deep[12]!);
    const { outcomes } = await afterRemoving(recorded, `${deep[13]}x`);
    expect(outcomes).toEqual([
      { status: 'rejected', reason: new IndexUnavailable('watches began during each of 8 walks') },
    ]);
    expect(unwatched).toHaveLength(12 - 8);
  });
});

test('the outcome of a change is its first failure', async () => {
  const outcomes = new Outcomes(1);
  for (const message of ['first', 'second'])
    await outcomes.settle(new Set([0]), async () => {
      throw new Error(message);
    });
  expect(outcomes.all()).toEqual([{ status: 'rejected', reason: new Error('first') }]);
});
