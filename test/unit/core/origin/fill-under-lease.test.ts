import { describe, expect, test } from '@jest/globals';
import type { CachedPage } from '../../../../lambdas/core/model/cached-page.ts';
import type { Chunk } from '../../../../lambdas/core/model/chunk.ts';
import { END, type Position, START } from '../../../../lambdas/core/model/range.ts';
import { type AtGap, fillUnderLease } from '../../../../lambdas/core/origin/fill-under-lease.ts';
import { LEASE_MS } from '../../../../lambdas/core/origin/lease.ts';
import type { Gap } from '../../../../lambdas/core/origin/list-gap.ts';
import { NO_EVIDENCE, WAITED } from '../../../../lambdas/core/request/evidence.ts';
import type { Filled } from '../../../../lambdas/core/request/filled.ts';
import type { ScopeContext } from '../../../../lambdas/core/request/scope-context.ts';
import { questionIn } from '../../../support/scope.ts';
import { BUCKET, HOUR_MS, World, type WorldOptions } from '../../../support/world.ts';

describe('the fill lease', () => {
  test('passes to exactly one of the instances that wait for a crashed instance', async () => {
    const world = new World();
    world.put('a/x');
    const directory = { bucket: BUCKET, prefix: 'a/' };
    const leaseUntil = world.now + 1_000;
    await world.table.acquireFill(directory, { until: world.now + HOUR_MS, now: world.now, leaseUntil });
    const readers = Array.from({ length: 10 }, () => world.newReader());
    const calls = await world.callsOf(async () => {
      const listings = await Promise.all(readers.map((reader) => world.list('a/', { reader })));
      for (const { names } of listings) expect(names).toEqual(['x']);
    });
    expect(calls).toEqual({ list: 1, head: 0 });
  });

  test('is not waited for after its fill has ended', async () => {
    const world = new World();
    for (let i = 0; i < 500; i++) world.put(`a/f${i}`);
    await world.list('a/');
    await world.putAndTell(...Array.from({ length: 100 }, (_, i) => `a/f${i}`));
    const reader = world.newReader();
    expect(await world.callsOf(() => world.list('a/', { reader }))).toEqual({ list: 1, head: 0 });
    expect(world.counts.leaseWaits).toBeUndefined();
  });
});

const NOTHING: AtGap = { pages: [], known: [] };
const GAP: Gap & AtGap = { after: START, ...NOTHING, wanted: 10 };

interface Setting {
  bucket?: WorldOptions['bucket'];
  store?: WorldOptions['store'];
  /** Until when another instance has the lease, counted from now. Without it, the lease is acquired. */
  takenForMs?: number;
  reread?: (at: ScopeContext) => AtGap;
  gap?: Gap & AtGap;
  prepare?: (at: ScopeContext, world: World) => void;
}

/** One fill. Returns its result, the leases that were asked for, and the waits. */
async function filling({
  bucket,
  store,
  takenForMs,
  reread = () => NOTHING,
  gap = GAP,
  prepare,
}: Setting = {}) {
  const waits: number[] = [];
  const waiter = {
    wait: async (ms: number) => {
      waits.push(ms);
      world.now += ms;
    },
  };
  const world: World = new World({ bucket, store, waiter });
  world.put('d/a');
  world.put('d/z');
  const at = await questionIn(world, 'd/');
  const leases: number[] = [];
  const acquire = at.index.acquireFill.bind(at.index);
  at.index.acquireFill = async (request) => {
    leases.push(request.leaseUntil - request.now);
    if (takenForMs === undefined) return acquire(request);
    const head = { watchedUntil: 0, misses: 0, missesSince: 0, leaseUntil: world.now + takenForMs };
    return { acquired: false, head };
  };
  prepare?.(at, world);
  const began = world.now;
  const result = await fillUnderLease(at, gap, async () => reread(at));
  return { ...result, at, world, began, leases, waits, lists: world.s3.calls.list };
}
const pageAt = (after: Position, now: number): CachedPage => {
  return { after, through: END, observedAt: now, endsAt: now + HOUR_MS, entries: [], fresh: false };
};
const chunkAt = (after: Position, observedAt: number) => ({ after, observedAt }) as Chunk;
/** True when the whole lease has been waited for. */
const waited = ({ instance, policy }: Awaited<ReturnType<typeof questionIn>>) =>
  instance.clock.now() >= policy.startedAt + 16_999 + LEASE_MS;
const namesIn = (value: object) =>
  'page' in value ? (value as Filled).page.entries.map(({ name }) => name) : value;

describe('an instance that gets the lease', () => {
  test('fills, and remembers that its lease has ended when the page is stored', async () => {
    const stored = Promise.withResolvers<void>();
    const { at, value, evidence, began, leases } = await filling({
      prepare: ({ index }) => {
        const write = index.writeChunk.bind(index);
        index.writeChunk = async (chunk) => {
          await stored.promise;
          return write(chunk);
        };
      },
    });
    expect([namesIn(value), evidence, leases]).toEqual([['a', 'z'], NO_EVIDENCE, [LEASE_MS]]);
    expect(at.instance.endedLeases.has(began + LEASE_MS)).toBe(false);
    stored.resolve();
    await (value as Filled).stored;
    expect(at.instance.endedLeases.has(began + LEASE_MS)).toBe(true);
  });

  test('remembers that its lease has ended when S3 fails', async () => {
    const { at, value, began } = await filling({
      store: (store) => ({
        ...store,
        list: async () => ({ outcome: 'failed', reason: 'denied', message: 'denied' }),
      }),
    });
    expect(value).toMatchObject({ code: 'upstream-denied' });
    expect(at.instance.endedLeases.has(began + LEASE_MS)).toBe(true);
  });

  test('has it for half of a short life at most', async () => {
    expect((await filling({ bucket: { listLifeMs: 1_000 } })).leases).toEqual([500]);
  });

  test('fills without one if the table fails', async () => {
    const prepare = (at: ScopeContext) => {
      at.index.acquireFill = async () => undefined;
    };
    const { value, lists, waits } = await filling({ prepare });
    expect([namesIn(value), lists, waits]).toEqual([['a', 'z'], 1, []]);
  });

  test('does nothing after the time of the question', async () => {
    const { value, leases, lists } = await filling({
      prepare: (_, world) => {
        world.now += HOUR_MS;
      },
    });
    expect([value, leases, lists]).toMatchObject([{ code: 'unavailable' }, [], 0]);
  });
});

describe('an instance that waits for the fill of another one', () => {
  test('reads the index again after 20 ms, then more and more seldom, while the lease lasts', async () => {
    const { value, leases, waits, lists, world } = await filling({ takenForMs: 300 });
    expect(waits).toEqual([...[20, 40, 80, 160], ...[20, 40, 80, 160], ...[20, 40, 80, 160]]);
    expect([namesIn(value), leases.length, lists]).toEqual([['a', 'z'], 3, 1]);
    expect(world.counts.leaseWaits).toBe(3);
  });

  test('does not wait longer than a lease may last', async () => {
    const { waits, leases } = await filling({ takenForMs: HOUR_MS });
    const sumMs = waits.reduce((sum, ms) => sum + ms, 0) / leases.length;
    expect([sumMs, Math.max(...waits)]).toEqual([1_500, 160]);
  });

  test.each([
    ['waits', 'less', 16_999, [1_500, 0]],
    ['lists by itself', 'all', 17_000, [0, 1]],
  ])(
    '%s if two such waits take %s of the time that its question has',
    async (_, _much, passedMs, expected) => {
      const { waits, lists, at } = await filling({
        takenForMs: LEASE_MS,
        reread: (it) => ({ ...NOTHING, pages: waited(it) ? [pageAt(START, it.instance.clock.now())] : [] }),
        prepare: (_at, world) => {
          world.now += passedMs;
        },
      });
      expect([waits.reduce((sum, ms) => sum + ms, 0), lists]).toEqual(expected);
      expect(at.policy.forbidsS3()).toBeUndefined();
    },
  );

  test('uses the page that it finds', async () => {
    const { value, evidence, lists, waits } = await filling({
      takenForMs: HOUR_MS,
      reread: (at) => ({ ...NOTHING, pages: [pageAt(START, at.instance.clock.now())] }),
    });
    expect([value, evidence]).toEqual([{ outcome: 'waited' }, WAITED]);
    expect([lists, waits]).toEqual([0, [20]]);
  });

  test('lists up to another page that it finds', async () => {
    const { value } = await filling({
      takenForMs: 30,
      reread: (at) => ({ ...NOTHING, pages: [pageAt('k', at.instance.clock.now())] }),
    });
    expect((value as Filled).page).toMatchObject({ through: 'k' });
  });

  test('asks S3 when the table fails, whatever it read before', async () => {
    const { value, lists, waits, leases } = await filling({
      takenForMs: HOUR_MS,
      reread: (at) => {
        at.question.index.bypass('index-unavailable');
        return { ...NOTHING, pages: [pageAt(START, at.instance.clock.now())] };
      },
    });
    expect([namesIn(value), lists, waits, leases.length]).toEqual([['a', 'z'], 1, [20], 1]);
  });
});

describe('a lease whose fill has ended', () => {
  const began = (now: number, takenForMs: number) => now + takenForMs - LEASE_MS;

  test('is not waited for, if this instance had it', async () => {
    const { value, waits } = await filling({
      takenForMs: 900,
      prepare: (at, world) => at.instance.endedLeases.add(world.now + 900),
    });
    expect([namesIn(value), waits]).toEqual([['a', 'z'], []]);
  });

  test.each<[string, Position, number, boolean]>([
    ['a first chunk as late as the lease', START, 0, true],
    ['an older first chunk', START, -1, false],
    ['a later chunk', 'a', 0, false],
  ])('is known by %s', async (_, after, afterBeganMs, isOver) => {
    const gap = { ...GAP };
    const { waits } = await filling({
      takenForMs: 50,
      gap,
      prepare: (__, world) => {
        gap.known = [chunkAt(after, began(world.now, 50) + afterBeganMs)];
      },
    });
    expect(waits.length === 0).toBe(isOver);
  });

  test('is not waited for any longer when that is found', async () => {
    let leaseUntil = 0;
    const { value, waits, lists } = await filling({
      takenForMs: 900,
      prepare: (_, world) => {
        leaseUntil = world.now + 900;
      },
      reread: () => ({ ...NOTHING, known: [chunkAt(START, leaseUntil)] }),
    });
    expect([namesIn(value), waits, lists]).toEqual([['a', 'z'], [20], 1]);
  });
});

describe('many stats in a directory that the index does not hold', () => {
  test('need one read to find that there are no chunks', async () => {
    let chunkReads = 0;
    const world = new World({
      table: (table) => ({
        ...table,
        readChunks: async (directory, request) => {
          chunkReads++;
          const page = await table.readChunks(directory, request);
          // DynamoDB reads only the nearest chunk here, so it is not known what follows.
          return { ...page, more: page.more || request.limit === 1 };
        },
      }),
    });
    const keys = Array.from({ length: 1_000 }, (_, i) => `a/f${i}`);
    for (const key of keys) world.put(key);
    await world.statMany(keys);
    // One more read, before the page is stored, finds the chunks that the page replaces.
    expect(chunkReads).toBe(2);
  });
});
