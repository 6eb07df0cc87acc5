/** Fills: what workers leave in the index, even if they fail. */
import { describe, expect, test } from '@jest/globals';
import { FILL_SILENCE_MS, type FillProgress } from '../../../../lambdas/core/model/fill-job.ts';
import { IndexUnavailable } from '../../../../lambdas/core/ports/index-table.ts';
import fc from '../../../support/fast-check.ts';
import { FillWorld, type FillWorldOptions, Killed } from '../../../support/fill-world.ts';

/** A world in which every LIST takes as long as in S3. */
function slowly(options: FillWorldOptions = {}): FillWorld {
  const world: FillWorld = new FillWorld({
    ...options,
    store: (store) => ({
      ...store,
      list: async (request) => {
        world.now += 40;
        return store.list(request);
      },
    }),
  });
  return world;
}

/** Creates this many directories with this many objects each, two levels below `t/`. */
function plant(world: FillWorld, directories: number, each: number): string[] {
  const keys: string[] = [];
  for (let d = 0; d < directories; d++)
    for (let i = 0; i < each; i++) keys.push(`t/${Math.floor(d / 10)}/${d}/${i}`);
  for (const key of keys) world.put(key);
  return keys.sort();
}

/** Lists every directory. Returns the keys and the number of S3 calls. */
async function browse(world: FillWorld): Promise<{ keys: string[]; calls: number }> {
  const calls = () => world.s3.calls.list + world.s3.calls.head;
  const before = calls();
  const keys: string[] = [];
  const walk = async (directory: string): Promise<void> => {
    for (const name of (await world.list(directory)).names) {
      if (name.endsWith('/')) await walk(directory + name);
      else keys.push(directory + name);
    }
  };
  await walk('');
  return { keys: keys.sort(), calls: calls() - before };
}

describe('a fill', () => {
  test('of a tree is complete, and afterwards no listing asks S3', async () => {
    const world = slowly();
    const keys = plant(world, 120, 30);
    const fill = await world.begin('');
    expect(await world.progress(fill)).toEqual({ state: 'queued', listed: 0, pages: 0 });
    await world.drain();
    expect(await world.progress(fill)).toMatchObject({ state: 'complete', listed: keys.length });
    const { list } = world.s3.calls;
    expect(await browse(world)).toEqual({ keys, calls: 0 });
    expect((await world.list('', { recursive: true })).names).toEqual(keys);
    expect(await world.usage('t/')).toMatchObject({ usage: { objects: keys.length }, complete: true });
    expect(world.s3.calls.list).toBe(list);
  });

  test('is divided among workers', async () => {
    const world = slowly({ openRanges: 4 });
    const keys = plant(world, 200, 50);
    const fill = await world.begin('t/');
    await world.drain();
    const ranges = await world.fillTable.readRanges(fill);
    expect(ranges.length).toBeGreaterThanOrEqual(4);
    expect(ranges.filter(({ listed }) => listed > 0).length).toBeGreaterThanOrEqual(4);
    expect(await world.progress(fill)).toMatchObject({ state: 'complete', listed: keys.length });
  });

  test('of one directory lists only that directory', async () => {
    const world = slowly();
    plant(world, 20, 3);
    const fill = await world.begin('t/0/', false);
    await world.drain();
    expect(await world.progress(fill)).toMatchObject({ state: 'complete', listed: 10, pages: 1 });
    expect(await world.callsOf(() => world.list('t/0/'))).toEqual({ list: 0, head: 0 });
    expect(await world.callsOf(() => world.list('t/1/'))).toEqual({ list: 1, head: 0 });
  });

  test('of a prefix without objects reports that, and the index then knows it', async () => {
    const world = slowly();
    const fill = await world.begin('nothing/');
    await world.drain();
    expect(await world.progress(fill)).toMatchObject({ state: 'complete', listed: 0, pages: 1 });
    expect(await world.callsOf(() => world.list('nothing/'))).toEqual({ list: 0, head: 0 });
  });

  test('of a bucket without a tree fills its directories', async () => {
    const world = slowly({ bucket: { tree: { roots: [], lifeMs: 0 } } });
    const keys = plant(world, 30, 3);
    await world.begin('');
    await world.drain();
    expect(await browse(world)).toEqual({ keys, calls: 0 });
  });

  test('whose result may not be stored is refused', async () => {
    const world = slowly({ bucket: { listLifeMs: 0, statLifeMs: 0, tree: { roots: [''], lifeMs: 0 } } });
    await expect(world.begin('')).rejects.toThrow('the TTLs of this bucket are 0');
  });

  test('is cancelled after at most one page, and what it listed remains stored', async () => {
    const world: FillWorld = slowly({ workMs: 60_000 });
    plant(world, 100, 100);
    const fill = await world.begin('');
    let pages = 0;
    const list = world.s3.list.bind(world.s3);
    world.s3.list = async (request) => {
      pages++;
      if (pages === 3) await world.fills.cancel(await world.job(fill));
      world.now += 1_000;
      return list(request);
    };
    await world.drain();
    expect(pages).toBeLessThanOrEqual(4);
    expect(await world.progress(fill)).toMatchObject({ state: 'cancelled', finishedAt: expect.any(Number) });
    await world.fills.cancel(await world.job(fill));
    expect((await world.progress(fill)).listed).toBeGreaterThan(1_000);
  });

  test('of a bucket that S3 refuses fails at once', async () => {
    const world = slowly();
    const fill = await world.begin('');
    world.s3.list = async () => ({ outcome: 'failed', reason: 'denied', message: 'no' });
    await world.drain();
    expect(await world.progress(fill)).toMatchObject({ state: 'failed' });
    expect(world.worked).toEqual(['done']);
  });

  test('whose messages are lost has failed', async () => {
    const world = slowly();
    const fill = await world.begin('');
    world.messages.length = 0;
    world.now += FILL_SILENCE_MS + 1;
    expect(await world.progress(fill)).toMatchObject({ state: 'failed', listed: 0 });
  });

  test('continues when the table accepts writes again', async () => {
    // For two seconds out of each four.
    const world: FillWorld = slowly({
      table: (table) => ({
        ...table,
        writeChunk: async (...chunk) => {
          if (world.now % 4_000 < 2_000) throw new IndexUnavailable('throttled');
          return table.writeChunk(...chunk);
        },
      }),
    });
    const keys = plant(world, 40, 50);
    const fill = await world.begin('');
    await world.drain();
    expect(await world.progress(fill)).toMatchObject({ state: 'complete', listed: keys.length });
    expect(await browse(world)).toEqual({ keys, calls: 0 });
  });
});

describe('a fill with faults', () => {
  /**
   * Workers are killed before or after a write or a message, every message may arrive twice, and the table throttles.
   */
  const faults = fc.record({
    seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    directories: fc.integer({ min: 1, max: 60 }),
    each: fc.integer({ min: 1, max: 120 }),
    workMs: fc.constantFrom(1, 100, 400),
  });

  test('ends complete and equal to S3, and its progress never decreases', async () => {
    await fc.assert(
      fc.asyncProperty(faults, async ({ seed, directories, each, workMs }) => {
        const world = faulty(seed, workMs);
        const keys = plant(world, directories, each);
        const fill = await world.begin('');
        world.faulty = true;
        const seen: FillProgress[] = [];
        await world.drain(async () => void seen.push(await world.progress(fill)));
        world.faulty = false;
        expect(seen.at(-1)).toMatchObject({ state: 'complete', listed: keys.length });
        for (const [i, progress] of seen.slice(1).entries()) {
          expect(progress.listed).toBeGreaterThanOrEqual(seen[i]!.listed);
          expect(progress.pages).toBeGreaterThanOrEqual(seen[i]!.pages);
        }
        const { list } = world.s3.calls;
        expect((await world.list('', { recursive: true })).names).toEqual(keys);
        expect((await world.usage('')).usage.objects).toBe(keys.length);
        expect(world.s3.calls.list).toBe(list);
        expect((await browse(world)).keys).toEqual(keys);
      }),
      { numRuns: Number(process.env.FILLS ?? 6) },
    );
  });
});

type Faulty = FillWorld & { faulty: boolean };

function faulty(seed: number, workMs: number): Faulty {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
  const world = slowly({
    random,
    workMs,
    doubled: 0.3,
    openRanges: 5,
    fills: (fills) => {
      const killed = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
        return async (...args: A): Promise<R> => {
          if (world.faulty && random() < 0.02) throw new Killed('before');
          if (world.faulty && random() < 0.02) throw new IndexUnavailable('throttled');
          const answer = await call(...args);
          if (world.faulty && random() < 0.02) throw new Killed('after');
          return answer;
        };
      };
      return Object.fromEntries(
        Object.entries(fills).map(([name, call]) => [name, killed(call as () => Promise<unknown>)]),
      ) as unknown as typeof fills;
    },
    table: (table) => ({
      ...table,
      writeChunk: async (...chunk) => {
        if (world.faulty && random() < 0.005) throw new Killed('while storing');
        if (world.faulty && random() < 0.02) throw new IndexUnavailable('throttled');
        return table.writeChunk(...chunk);
      },
    }),
  }) as Faulty;
  world.faulty = false;
  return world;
}
