/** Which names are suspected of a lost event, and when that is decided. */
import { describe, expect, test } from '@jest/globals';
import type { Chunk } from '../../../../lambdas/core/model/chunk.ts';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import { pruneFloorsBefore } from '../../../../lambdas/core/model/life.ts';
import { EVERYTHING } from '../../../../lambdas/core/model/range.ts';
import type { Marks } from '../../../../lambdas/core/model/record.ts';
import { cutPage, type ObservedPage } from '../../../../lambdas/core/origin/cut-page.ts';
import { judgeSuspicions, suspectLostEvents } from '../../../../lambdas/core/origin/lost-events.ts';
import { IndexUnavailable } from '../../../../lambdas/core/ports/index-table.ts';
import type { Suspicion } from '../../../../lambdas/core/request/suspicion.ts';
import { recordedTable } from '../../../support/recorded-table.ts';
import { questionIn } from '../../../support/scope.ts';
import { HOUR_MS, ORDINARY, World, type WorldOptions } from '../../../support/world.ts';

const DIRECTORY = { bucket: 'photos', prefix: 'd/' };
const GRACE_MS = 5 * 60_000;
const MINUTE_MS = 60_000;

const objects = (...names: string[]) => names.map((name): Entry => ({ type: 'object', name, sizeBytes: 1 }));
const namesOf = (count: number) => Array.from({ length: count }, (_, i) => `n${String(i).padStart(2, '0')}`);

interface Asked {
  bucket?: WorldOptions['bucket'];
  asked?: Parameters<typeof questionIn>[2];
  /** The marks of each name; `undefined` when they cannot be read. */
  marksOf?: (name: string) => Marks | undefined;
}

async function opened({ bucket = {}, asked = {}, marksOf = () => ({}) }: Asked = {}) {
  const world = new World({ bucket });
  const at = await questionIn(world, 'd/', asked);
  const reads: string[] = [];
  at.index.readRecord = async (name) => {
    reads.push(name);
    const marks = marksOf(name);
    return marks && { record: { name, marks, observation: undefined } };
  };
  const now = world.now;
  const pageOf = (entries: readonly Entry[], over: Partial<ObservedPage> = {}): ObservedPage => ({
    ...{ ...EVERYTHING, observedAt: now, endsAt: now + HOUR_MS, watchedUntil: now + HOUR_MS },
    ...{ epoch: at.policy.epoch, entries, ...over },
  });
  /** A chunk of a minute ago. */
  const chunkOf = (entries: readonly Entry[], over: Partial<ObservedPage> = {}): Chunk =>
    cutPage(at.scope, pageOf(entries, { observedAt: now - MINUTE_MS, ...over }))[0]!;
  const suspect = async (page: readonly Entry[], ...older: Chunk[]) => {
    await suspectLostEvents(at, pageOf(page), older);
    return at.instance.suspicions.map(({ name, how }) => `${how} ${name}`);
  };
  return { world, at, now, reads, chunkOf, suspect };
}

describe('a name that changed between two pages', () => {
  test('is suspected if it has no mark: one name of each older chunk', async () => {
    const { at, now, chunkOf, suspect } = await opened();
    const older = [chunkOf(objects('a', 'b')), chunkOf(objects('a', 'c', 'd'))];
    expect(await suspect(objects('a', 'd'), ...older)).toEqual(['went b', 'went c']);
    expect(at.instance.suspicions[0]).toEqual({
      ...{ directory: DIRECTORY, name: 'b', how: 'went', since: now - MINUTE_MS, noticedAt: now },
      epoch: at.policy.epoch,
    });
  });

  test.each<[string, string[], string[], Marks, string[]]>([
    ['came, marked', ['a'], ['a', 'b'], { appearedAt: 0 }, []],
    ['came, marked as gone', ['a'], ['a', 'b'], { vanishedAt: 0 }, ['came b']],
    ['came, marked before', ['a'], ['a', 'b'], { appearedAt: -1 }, ['came b']],
    ['went, marked', ['a', 'b'], ['a'], { vanishedAt: 0 }, []],
    ['went, marked as come', ['a', 'b'], ['a'], { appearedAt: 0 }, ['went b']],
    ['went, marked before', ['a', 'b'], ['a'], { vanishedAt: -1 }, ['went b']],
  ])(
    'is not suspected if its mark is as late as the older page (%s)',
    async (_, before, after, marks, suspected) => {
      const at = await opened({ marksOf: () => ({}) });
      const since = at.now - MINUTE_MS;
      const late = Object.fromEntries(Object.entries(marks).map(([mark, ms]) => [mark, since + ms]));
      const { chunkOf, suspect } = await opened({ marksOf: () => late });
      expect(await suspect(objects(...after), chunkOf(objects(...before)))).toEqual(suspected);
    },
  );

  test('is not suspected if it is a directory that went, and it is marked as come', async () => {
    const directory: Entry = { type: 'directory', name: 'sub/' };
    const { chunkOf, suspect } = await opened({ marksOf: () => ({ appearedAt: Number.MAX_SAFE_INTEGER }) });
    expect(await suspect([], chunkOf([directory]))).toEqual([]);
    const unmarked = await opened();
    expect(await unmarked.suspect([], unmarked.chunkOf([directory]))).toEqual(['went sub/']);
  });

  test('is not suspected if it differs and any mark says so', async () => {
    const written = [{ type: 'object', name: 'a', sizeBytes: 2 } as const];
    for (const mark of ['appearedAt', 'vanishedAt']) {
      const { chunkOf, suspect } = await opened({ marksOf: () => ({ [mark]: Number.MAX_SAFE_INTEGER }) });
      expect(await suspect(written, chunkOf(objects('a')))).toEqual([]);
    }
    const { chunkOf, suspect } = await opened();
    expect(await suspect(written, chunkOf(objects('a')))).toEqual(['differs a']);
  });

  test('is looked for among 20 of a chunk, behind those that are marked', async () => {
    const late: Marks = { vanishedAt: Number.MAX_SAFE_INTEGER };
    const some = await opened({ marksOf: (name) => (name === 'n19' ? {} : late) });
    expect(await some.suspect([], some.chunkOf(objects(...namesOf(25))))).toEqual(['went n19']);
    const none = await opened({ marksOf: (name) => (name === 'n20' ? {} : late) });
    expect(await none.suspect([], none.chunkOf(objects(...namesOf(25))))).toEqual([]);
    expect(none.reads).toHaveLength(20);
  });

  test('is not suspected when marks or the chunk cannot be read', async () => {
    const { reads, chunkOf, suspect } = await opened({ marksOf: () => undefined });
    expect(await suspect([], chunkOf(objects('a')), chunkOf(objects('b')))).toEqual([]);
    expect(reads).toEqual(['a']);
    const damaged = await opened();
    const body = new Uint8Array(9);
    expect(await damaged.suspect([], { ...damaged.chunkOf(objects('a')), body })).toEqual([]);
  });

  test('is not suspected in a tree, nor without events', async () => {
    for (const where of [{ asked: { kind: 'tree' as const } }, { bucket: { events: 'none' as const } }]) {
      const { reads, chunkOf, suspect } = await opened(where);
      expect([await suspect([], chunkOf(objects('a'))), reads]).toEqual([[], []]);
    }
  });

  test('is suspected until the instance has 100 suspicions', async () => {
    const { at, now, chunkOf, suspect } = await opened();
    const other: Suspicion = {
      ...{ directory: DIRECTORY, name: 'x', how: 'came', epoch: 'e', since: 0, noticedAt: now },
    };
    at.instance.suspicions.push(...Array.from({ length: 99 }, () => other));
    expect(await suspect([], chunkOf(objects('a')), chunkOf(objects('b')))).toHaveLength(100);
  });
});

describe('an older chunk', () => {
  const suspectedBy = async (over: (now: number) => Partial<ObservedPage>, asked: Asked['asked'] = {}) => {
    const { now, chunkOf, suspect } = await opened({ asked });
    return (await suspect([], chunkOf(objects('a'), over(now)))).length;
  };

  test('counts while its watch lasts, also if it has expired or is too old for the request', async () => {
    expect(await suspectedBy((now) => ({ watchedUntil: now }))).toBe(1);
    expect(await suspectedBy((now) => ({ watchedUntil: now - 1 }))).toBe(0);
    expect(await suspectedBy((now) => ({ endsAt: now - 1 }))).toBe(1);
    expect(await suspectedBy(() => ({}), { freshness: { ...ORDINARY, maxAgeMs: 0 } })).toBe(1);
  });

  test('does not count if it is of another epoch, or not older than the page', async () => {
    expect(await suspectedBy(() => ({ epoch: 'other' }))).toBe(0);
    expect(await suspectedBy((now) => ({ observedAt: now }))).toBe(0);
  });

  test('does not count if a floor voids it', async () => {
    const { world, at, chunkOf, suspect } = await opened();
    const item = (await world.table.readBucket('photos'))!;
    at.policy.learn({ ...item, floors: new Map([['d/', world.now - MINUTE_MS]]) });
    expect(await suspect([], chunkOf(objects('a')))).toEqual([]);
  });
});

test('a page from the first ten minutes of an EventBridge subscription raises no suspicion', async () => {
  const { world, at, chunkOf, suspect } = await opened({ bucket: { events: 'eventbridge' } });
  const item = (await world.table.readBucket('photos'))!;
  const chunk = chunkOf(objects('a'));
  at.policy.learn({ ...item, since: chunk.observedAt - 10 * MINUTE_MS + 1 });
  expect(await suspect([], chunk)).toEqual([]);
  at.policy.learn({ ...item, since: chunk.observedAt - 10 * MINUTE_MS });
  expect(await suspect([], chunk)).toEqual(['went a']);
});

describe('a suspicion', () => {
  async function judging(noticedAgoMs: readonly number[], error?: Error) {
    const recorded = recordedTable((call) => {
      if (call === 'readRecord' && error) throw error;
    });
    const world = new World({ clockMarginMs: 7, table: () => recorded.table });
    const { instance, policy } = await questionIn(world, 'd/');
    instance.suspicions = noticedAgoMs.map((agoMs, i) => ({
      ...{ directory: DIRECTORY, name: `n${i}`, how: 'came', since: world.now - HOUR_MS },
      epoch: policy.epoch,
      noticedAt: world.now - agoMs,
    }));
    const lost = async () => {
      await judgeSuspicions(instance);
      return [world.counts.unmarkedChanges ?? 0, instance.suspicions.length];
    };
    return { world, recorded, lost };
  }

  test('is decided after five minutes: without a mark, everything observed in the directory is void', async () => {
    const { world, recorded, lost } = await judging([GRACE_MS, GRACE_MS - 1, GRACE_MS]);
    expect(await lost()).toEqual([1, 2]);
    const at = world.now + 7;
    expect(recorded.floors).toEqual([{ prefix: 'd/', at, pruneBefore: pruneFloorsBefore(at) }]);
  });

  test('is dropped when the event has arrived', async () => {
    const { world, recorded, lost } = await judging([GRACE_MS]);
    const marks = { appearedAt: world.now - HOUR_MS };
    await recorded.standing.writeMarks(DIRECTORY, 'n0', marks, world.now + HOUR_MS);
    expect([await lost(), recorded.floors]).toEqual([[0, 0], []]);
  });

  test('is dropped if another epoch has begun', async () => {
    const { recorded, lost } = await judging([GRACE_MS]);
    const { table } = recorded;
    const item = (await table.readBucket('photos'))!;
    table.readBucket = async () => ({ ...item, epoch: 'another' });
    expect(await lost()).toEqual([0, 0]);
    expect(recorded.floors).toEqual([]);
  });

  test('is dropped while the table is being emptied', async () => {
    const { world, recorded, lost } = await judging([GRACE_MS]);
    const { table } = recorded;
    const item = (await table.readBucket('photos'))!;
    let floorAt = world.now + 7 + 1;
    table.readBucket = async () => ({ ...item, floors: new Map([['', floorAt]]) });
    expect(await lost()).toEqual([0, 0]);
    expect(recorded.floors).toEqual([]);
    // The floor of an ordinary invalidation.
    const invalidated = await judging([GRACE_MS]);
    floorAt = invalidated.world.now + 7;
    invalidated.recorded.table.readBucket = async () => ({ ...item, floors: new Map([['', floorAt]]) });
    expect(await invalidated.lost()).toEqual([1, 0]);
  });

  test('is decided beside nine others at a time', async () => {
    const { lost } = await judging(Array(12).fill(GRACE_MS));
    expect(await lost()).toEqual([10, 2]);
    expect(await lost()).toEqual([12, 0]);
  });

  test('is dropped when the table fails; other errors are faults', async () => {
    const { lost } = await judging([GRACE_MS], new IndexUnavailable('down'));
    expect(await lost()).toEqual([0, 0]);
    const broken = await judging([GRACE_MS], new TypeError('a fault'));
    await expect(broken.lost()).rejects.toThrow('a fault');
  });
});
