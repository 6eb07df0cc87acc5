/** The writes of one page: which chunks and digests are written, deleted and shortened, and in which order. */
import { describe, expect, test } from '@jest/globals';
import type { HeldDigest } from '../../../../lambdas/core/index/digests.ts';
import type { Chunk } from '../../../../lambdas/core/model/chunk.ts';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import { END, EVERYTHING, type NameRange, START } from '../../../../lambdas/core/model/range.ts';
import { sealDigest } from '../../../../lambdas/core/origin/cut-digest.ts';
import { cutPage, type ObservedPage } from '../../../../lambdas/core/origin/cut-page.ts';
import { OlderDigests } from '../../../../lambdas/core/origin/older-digests.ts';
import { digestsToStore } from '../../../../lambdas/core/origin/store-digests.ts';
import { storePage } from '../../../../lambdas/core/origin/store-page.ts';
import type { ScopeContext } from '../../../../lambdas/core/request/scope-context.ts';
import { questionIn } from '../../../support/scope.ts';
import { HOUR_MS, World } from '../../../support/world.ts';

const nameOf = (i: number) => `n${String(i).padStart(4, '0')}`;
const objects = (...names: string[]) =>
  names.map((name): Entry => ({ type: 'object', name, sizeBytes: 1, storageClass: 'STANDARD' }));

/** Writes are recorded, not made. A write whose text is in `fails` fails. */
async function opened({ fails = [] as string[], kind = 'directory' as 'directory' | 'tree' } = {}) {
  const world = new World();
  const at = await questionIn(world, 'd/', { kind });
  const writes: string[] = [];
  const note = async <T>(text: string, result: T): Promise<T | undefined> => {
    writes.push(text);
    await null;
    return fails.includes(text) ? undefined : result;
  };
  const textOf = (end: string | symbol) => (typeof end === 'string' ? end : end.description);
  const rangeOf = ({ after, through }: NameRange) => `${textOf(after)}..${textOf(through)}`;
  const { index } = at;
  index.readRecord = async () => ({ record: undefined });
  index.writeChunk = (chunk) => note(`write ${rangeOf(chunk)}`, 'written' as const);
  index.offerChunk = (chunk) => note(`offer ${rangeOf(chunk)}`, 'written' as const);
  index.deleteChunk = (after, before) =>
    note(`delete ${textOf(after)} <${before - world.now}`, 'done' as const);
  index.offerDelete = index.deleteChunk;
  index.shortenChunk = (chunk, from) =>
    note(`shorten ${rangeOf(chunk)} from ${textOf(from)}`, 'done' as const);
  return { world, at, writes };
}
const pageOf = (at: ScopeContext, range: NameRange, over: Partial<ObservedPage> = {}): ObservedPage => {
  const observedAt = at.instance.clock.now();
  const ends = { endsAt: observedAt + HOUR_MS, watchedUntil: observedAt + HOUR_MS };
  return { ...range, observedAt, ...ends, entries: objects('b', 'c'), epoch: at.policy.epoch, ...over };
};
/** A chunk that was observed this much before the page, or after it if negative. */
function chunkOf(at: ScopeContext, range: NameRange, ageMs: number, over: Partial<ObservedPage> = {}): Chunk {
  const page = pageOf(at, range, { entries: [], ...over });
  return cutPage(at.scope, { ...page, observedAt: page.observedAt - ageMs })[0]!;
}
async function storing(
  range: NameRange,
  olderOf: (at: ScopeContext) => Chunk[],
  { fails, over }: { fails?: string[]; over?: Partial<ObservedPage> } = {},
) {
  const { at, writes } = await opened({ fails });
  // The clocks of later observations are within the margin.
  at.policy.freshnessPolicy = (...args) => ({
    ...Object.getPrototypeOf(at.policy).freshnessPolicy.apply(at.policy, args),
    latestAt: Number.POSITIVE_INFINITY,
  });
  const known = olderOf(at);
  const stored = await storePage(at, pageOf(at, range, over), { known, knownIn: EVERYTHING });
  return { stored, writes };
}
const PAGE = { after: 'a', through: 'm' };

describe('the chunks of a page', () => {
  test('are written, the first one last', async () => {
    const many = { entries: objects(...Array.from({ length: 300 }, (_, i) => nameOf(i))) };
    const { stored, writes } = await storing(EVERYTHING, () => [], { over: many });
    expect(stored).toBe(true);
    expect(writes).toEqual([`write ${nameOf(255)}..END`, `write START..${nameOf(255)}`]);
  });

  test('are not stored as a whole if one write fails; the first one is then not written', async () => {
    const many = { entries: objects(...Array.from({ length: 300 }, (_, i) => nameOf(i))) };
    const failing = (text: string) => storing(EVERYTHING, () => [], { over: many, fails: [text] });
    expect(await failing(`write ${nameOf(255)}..END`)).toEqual({
      ...{ stored: false, writes: [`write ${nameOf(255)}..END`] },
    });
    expect((await failing(`write START..${nameOf(255)}`)).stored).toBe(false);
  });

  test('are not written if the older ones cannot be read', async () => {
    const { at, writes } = await opened();
    at.index.readChunks = async () => undefined;
    expect(await storePage(at, pageOf(at, EVERYTHING), { known: [] })).toBe(false);
    expect(writes).toEqual([]);
  });
});

describe('older chunks', () => {
  test('that start inside the page are deleted, but not one that starts where it ends', async () => {
    const { stored, writes } = await storing(PAGE, (at) => [
      ...['e', 'g', 'm'].map((after) => chunkOf(at, { after, through: 'n' }, 5)),
      chunkOf(at, { after: START, through: 'a' }, 5),
      chunkOf(at, { after: 'x', through: END }, 5),
    ]);
    expect([stored, writes]).toEqual([true, ['delete e <0', 'delete g <0', 'write a..m']]);
  });

  test('whose start is kept are replaced', async () => {
    const entries = objects(...Array.from({ length: 40 }, (_, i) => nameOf(i)));
    const older = (at: ScopeContext) => [chunkOf(at, { after: nameOf(20), through: END }, 5)];
    const { writes } = await storing(EVERYTHING, older, { over: { entries } });
    expect(writes).toEqual([`write ${nameOf(20)}..END`, `write START..${nameOf(20)}`]);
  });

  test('that reach into the page are shortened', async () => {
    const reaching = (
      ageMs: number,
      over: Partial<ObservedPage> = {},
      range: NameRange = { after: 'A', through: 'f' },
    ) => storing(PAGE, (at) => [chunkOf(at, range, ageMs, { entries: objects('Z', 'b'), ...over })]);
    expect((await reaching(5)).writes).toEqual(['shorten A..a from f', 'write a..m']);
    expect((await reaching(0)).writes).toEqual(['write a..m']);
    expect((await reaching(5, {}, { after: 'A', through: 'a' })).writes).toEqual(['write a..m']);
    expect((await reaching(5, {}, { after: 'a', through: 'f' })).writes).toEqual(['write a..m']);
  });

  test('that cannot be used are not shortened', async () => {
    const range = { after: 'A', through: 'f' };
    const reaching = (change: (chunk: Chunk) => Chunk) =>
      storing(PAGE, (at) => [change(chunkOf(at, range, 5))]);
    const nothing = { stored: true, writes: ['write a..m'] };
    const over = storing(PAGE, (at) => [chunkOf(at, range, 5, { endsAt: at.instance.clock.now() })]);
    expect(await over).toEqual(nothing);
    expect(await reaching((chunk) => ({ ...chunk, body: new Uint8Array(9) }))).toEqual(nothing);
    const other = storing(PAGE, (at) => [chunkOf(at, range, 5, { epoch: 'other' })]);
    expect(await other).toEqual(nothing);
  });

  test('make the page not stored if one of their writes fails', async () => {
    const older = (at: ScopeContext) => [
      chunkOf(at, { after: 'A', through: 'b' }, 5),
      chunkOf(at, { after: 'e', through: 'f' }, 5),
    ];
    for (const fails of ['delete e <0', 'shorten A..a from b']) {
      const { stored, writes } = await storing(PAGE, older, { fails: [fails] });
      expect([stored, writes]).toEqual([false, ['delete e <0', 'shorten A..a from b']]);
    }
  });
});

test('names that changed without an event are suspected, and older suspicions are decided', async () => {
  const { world, at } = await opened();
  const since = world.now - HOUR_MS;
  const suspicion = {
    directory: { bucket: 'photos', prefix: 'x/' },
    name: 'y',
    how: 'came' as const,
    since,
    epoch: at.policy.epoch,
  };
  at.instance.suspicions.push({ ...suspicion, noticedAt: since });
  const known = [chunkOf(at, EVERYTHING, 5, { entries: objects('b', 'c', 'gone') })];
  await storePage(at, pageOf(at, EVERYTHING), { known, knownIn: EVERYTHING });
  expect(at.instance.suspicions.map(({ name }) => name)).toEqual(['gone']);
  expect(world.counts.unmarkedChanges).toBe(1);
});

describe('what later chunks cover is not written', () => {
  const LATER = -5;
  const beside = async (
    range: NameRange,
    later: NameRange,
    ageMs = LATER,
    over: Partial<ObservedPage> = {},
  ) => {
    const { stored, writes } = await storing(range, (at) => [chunkOf(at, later, ageMs, over)]);
    expect(stored).toBe(true);
    return writes.filter((write) => write.startsWith('write')).sort();
  };

  test.each<[string, NameRange, NameRange, string[]]>([
    ['in the middle', EVERYTHING, { after: 'd', through: 'f' }, ['write START..d', 'write f..END']],
    ['at the start', EVERYTHING, { after: START, through: 'f' }, ['write f..END']],
    ['at the end', EVERYTHING, { after: 'd', through: END }, ['write START..d']],
    ['everywhere', EVERYTHING, EVERYTHING, []],
    ['everywhere and beyond', PAGE, { after: 'A', through: 'z' }, []],
    ['exactly', PAGE, PAGE, []],
    ['before the page', PAGE, { after: 'A', through: 'a' }, ['write a..m']],
    ['far before the page', PAGE, { after: 'A', through: 'B' }, ['write a..m']],
    ['behind the page', PAGE, { after: 'm', through: 'z' }, ['write a..m']],
    ['far behind the page', PAGE, { after: 'x', through: 'z' }, ['write a..m']],
    ['around its start', PAGE, { after: 'A', through: 'f' }, ['write f..m']],
    ['around its end', PAGE, { after: 'f', through: 'z' }, ['write a..f']],
  ])('%s', async (_, range, later, written) => {
    expect(await beside(range, later)).toEqual(written);
  });

  test('but chunks of the same time, or that cannot be used, cover nothing', async () => {
    expect(await beside(PAGE, PAGE, 0)).toEqual(['write a..m']);
    expect(await beside(PAGE, PAGE, LATER, { epoch: 'other' })).toEqual(['write a..m']);
  });
});

describe('the digests of a page', () => {
  const digesting = async (fails: string[], knownAfter: (string | typeof START)[]) => {
    const { at, writes } = await opened({ fails, kind: 'tree' });
    const entries = objects(...Array.from({ length: 501 }, (_, i) => nameOf(i)));
    const page = pageOf(at, { after: 'a', through: 'z' }, { entries });
    const known = knownAfter.map((after): HeldDigest => {
      const times = { observedAt: 0, endsAt: 1, watchedUntil: 1, epoch: 'e' };
      const part = { after, through: END, rows: [] } as const;
      return { ...part, ...times, objects: 0, item: sealDigest(at.scope, times, [part]) };
    });
    const older = new OlderDigests(
      known.map(({ item }) => item),
      [],
    );
    return { stored: await digestsToStore(at, page, older.replacedBy(page))(), writes };
  };

  test('are written, and others that start inside it are deleted', async () => {
    const { stored, writes } = await digesting([], [START, 'A', 'c', nameOf(249), 'z', 'zz']);
    expect(stored).toBe(true);
    expect(writes).toEqual(['offer a..z', 'delete c <0', `delete ${nameOf(249)} <0`]);
  });

  test('are not stored as a whole if one write fails', async () => {
    for (const fails of ['offer a..z', 'delete c <0'])
      expect((await digesting([fails], ['c'])).stored).toBe(false);
  });
});
