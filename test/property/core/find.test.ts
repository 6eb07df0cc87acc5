/**
 * Sorted and filtered listings of random directories, cold, warm and with changes between the pages, compared with a
 * simple computation over S3's own listing.
 */
import { describe, expect, test } from '@jest/globals';
import { SORTS } from '../../../contract/sorts.ts';
import type { Entry } from '../../../lambdas/core/model/entry.ts';
import type { Selection } from '../../../lambdas/core/model/selection.ts';
import type { SortPosition } from '../../../lambdas/core/model/sort-order.ts';
import { orderOf } from '../../../lambdas/http/find-request.ts';
import { compileGlob } from '../../../lambdas/http/glob/compile.ts';
import fc from '../../support/fast-check.ts';
import { found, type ListedEntry, type Wanted } from '../../support/find-reference.ts';
import { BUCKET, World } from '../../support/world.ts';

const DIRECTORY = 'dir/';
const segment = fc.string({
  unit: fc.constantFrom('a', 'b', 'A', '.', '😀', '\uffee'),
  minLength: 1,
  maxLength: 3,
});
const key = fc.oneof(
  { weight: 8, arbitrary: segment },
  { weight: 3, arbitrary: fc.tuple(segment, segment).map(([a, b]) => `${a}/${b}`) },
  { weight: 1, arbitrary: fc.constant('') },
);
const put = fc.record({ key, sizeBytes: fc.nat({ max: 3 }), minutesAgo: fc.nat({ max: 4 }) });

const MINUTE_MS = 60_000;
/** Most questions have only a few conditions, so that some entries match. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const wanted = fc.record({
  recursive: fc.boolean(),
  sort: fc.option(fc.constantFrom(...SORTS), { nil: undefined }),
  glob: maybe(
    fc.constantFrom(
      '*',
      'a*',
      '*b',
      '{a,b}*',
      '[!a]*',
      '?',
      'a?',
      '*/',
      'ab*',
      '**a**',
      '**/a*',
      'a/*',
      '*/b',
    ),
  ),
  contains: maybe(fc.constantFrom('a', 'B', '.', 'ab')),
  minSize: maybe(fc.nat({ max: 2 })),
  maxSize: maybe(fc.nat({ max: 3 })),
  afterMinutes: maybe(fc.integer({ min: 1, max: 5 })),
  beforeMinutes: maybe(fc.nat({ max: 4 })),
  type: maybe(fc.constantFrom('object', 'directory')),
});

type Asked = typeof wanted extends fc.Arbitrary<infer T> ? T : never;
type Query = Wanted & { filter: string; recursive: boolean };

/** The directory as S3 lists it, in the format of the wire. */
async function listed(world: World, recursive: boolean): Promise<ListedEntry[]> {
  const answer = await world.s3.list({ bucket: BUCKET, prefix: DIRECTORY, recursive, maxKeys: 1_000 });
  if (answer.outcome !== 'listed') throw new Error(answer.message);
  return answer.entries.map(asListed);
}

function asListed(entry: Entry): ListedEntry {
  if (entry.type === 'directory') return { type: 'directory', name: entry.name };
  const { name, sizeBytes: size, lastModifiedMs } = entry;
  return { type: 'object', name, size, lastModified: new Date(lastModifiedMs!).toISOString() };
}

async function selectionOf(query: Query): Promise<Selection> {
  const {
    glob,
    contains,
    minSize: minSizeBytes,
    maxSize: maxSizeBytes,
    modifiedAfterMs,
    modifiedBeforeMs,
  } = query;
  const compiled = glob === undefined ? undefined : await compileGlob(glob);
  if (compiled?.outcome === 'malformed') throw new Error(compiled.reason);
  return {
    pattern: compiled?.pattern,
    contains,
    minSizeBytes,
    maxSizeBytes,
    modifiedAfterMs,
    modifiedBeforeMs,
    type: query.type as Selection['type'],
  };
}

async function* pagesOf(world: World, query: Query, limit: number): AsyncGenerator<ListedEntry[]> {
  const selection = await selectionOf(query);
  const order = orderOf((query.sort ?? 'name') as (typeof SORTS)[number]);
  let after: SortPosition | undefined;
  do {
    const answer = await world.reader.find({
      bucket: world.bucket,
      directory: DIRECTORY,
      recursive: query.recursive,
      filter: query.filter,
      selection,
      order,
      limit,
      partial: false,
      freshness: { noCache: false, onlyIfCached: false, noStore: false },
      after,
    });
    if (answer.outcome !== 'answered') throw new Error(`${answer.code}: ${answer.detail}`);
    expect(answer.value.complete).toBe(true);
    expect(answer.value.entries.length).toBeLessThanOrEqual(limit);
    yield answer.value.entries.map(asListed);
    after = answer.value.next;
  } while (after);
}

async function allOf(pages: AsyncIterable<ListedEntry[]>): Promise<ListedEntry[]> {
  const all: ListedEntry[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

async function worldOf(puts: { key: string; sizeBytes: number; minutesAgo: number }[]): Promise<World> {
  const world = new World();
  const now = world.now;
  for (const { key, sizeBytes, minutesAgo } of puts) {
    world.now = now - minutesAgo * MINUTE_MS;
    world.put(DIRECTORY + key, sizeBytes);
  }
  world.now = now;
  return world;
}

const expectedOf = async (world: World, query: Query) =>
  found(
    (await listed(world, query.recursive)).filter(({ name }) => name.startsWith(query.filter)),
    query,
  );

const queryOf = (
  world: World,
  { afterMinutes, beforeMinutes, type, ...rest }: Asked,
  filter: string,
): Query => ({
  ...rest,
  // A recursive listing contains no directories, so it has no type condition.
  ...(!rest.recursive && { type }),
  filter,
  ...(afterMinutes !== undefined && { modifiedAfterMs: world.now - afterMinutes * MINUTE_MS }),
  ...(beforeMinutes !== undefined && { modifiedBeforeMs: world.now - beforeMinutes * MINUTE_MS }),
});

const filter = fc.constantFrom('', '', '', 'a', 'ab', 'b');

describe('finding', () => {
  test('pages of any size, cold and warm, equal the simple computation', async () => {
    let entries = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(put, { maxLength: 25 }),
        wanted,
        filter,
        fc.constantFrom(1, 2, 7, 1000),
        async (puts, asked, start, limit) => {
          const world = await worldOf(puts);
          const query = queryOf(world, asked, start);
          const expected = await expectedOf(world, query);
          for (const _ of ['cold', 'warm']) {
            expect(await allOf(pagesOf(world, query, limit))).toEqual(expected);
          }
          entries += expected.length;
        },
      ),
      { numRuns: 300 },
    );
    expect(entries).toBeGreaterThan(100);
  });

  test('with changes between the pages, unchanged entries are found once, and later pages equal S3', async () => {
    const change = fc.record({ key, gone: fc.boolean(), sizeBytes: fc.nat({ max: 3 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(put, { minLength: 1, maxLength: 25 }),
        wanted,
        fc.array(change, { maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        async (puts, asked, changes, limit) => {
          const world = await worldOf(puts);
          const query = queryOf(world, asked, '');
          const before = await expectedOf(world, query);
          const seen: ListedEntry[] = [];
          const waiting = [...changes];
          for await (const page of pagesOf(world, query, limit)) {
            seen.push(...page);
            const next = waiting.shift();
            if (!next) continue;
            if (next.gone) await world.removeAndTell(DIRECTORY + next.key);
            else {
              world.put(DIRECTORY + next.key, next.sizeBytes);
              await world.apply([{ key: DIRECTORY + next.key, kind: 'created' }]);
            }
          }
          const now = await expectedOf(world, query);
          const unchanged = before.filter((it) => now.some((other) => isSame(it, other)));
          const changed = new Set(changes.map((it) => it.key.split('/')[0]!));
          for (const entry of unchanged) {
            if (changed.has(entry.name.split('/')[0]!)) continue;
            expect(seen.filter(({ name }) => name === entry.name)).toEqual([entry]);
          }
          expect(await allOf(pagesOf(world, query, 1000))).toEqual(now);
        },
      ),
      { numRuns: 300 },
    );
  });
});

const isSame = (a: ListedEntry, b: ListedEntry) => JSON.stringify(a) === JSON.stringify(b);
