/**
 * A fill of many keys by several workers with faults. `FILL_KEYS=1000000 FILL_SEED=1 npm test -- --selectProjects
 * property --testPathPatterns large-fill` is the long run, which prints what happened.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { FillName, FillProgress } from '../../lambdas/core/model/fill-job.ts';
import { IndexUnavailable } from '../../lambdas/core/ports/index-table.ts';
import { FillCrew } from '../support/fill-crew.ts';
import { RUN_SEED } from '../support/seed.ts';

const KEYS = Number(process.env.FILL_KEYS ?? 20_000);
const SEED = Number(process.env.FILL_SEED ?? RUN_SEED);
const WORKERS = 8;
const KEYS_PER_DIRECTORY = 100;
/**
 * `ms`: how long a LIST takes. `names`: the most names in its answer. `throttledMs`: how long the table refuses
 * writes of pages at the start of each cycle.
 */
const ORDINARY_LISTS = { ms: 40, names: 1_000, throttledMs: 1_000 };
/** With these LISTs, a fill would take some more seconds after it is cancelled, if it were not stopped. */
const SLOW_LISTS = { ms: 400, names: KEYS / 200, throttledMs: 0 };
const CYCLE_MS = 5_000;
/**
 * The probability of a kill at each call about ranges and messages, and at each call about pages, which are more
 * frequent.
 */
const KILLED = { fills: 0.01, table: 0.0003 };
const WORK_MS = 500;
const PATIENCE_MS = 60_000 + KEYS;
const DAY_MS = 86_400_000;

/** The keys are in S3's order, because directories and names have fixed lengths. */
const keyOf = (i: number) => {
  const directory = Math.floor(i / KEYS_PER_DIRECTORY);
  const padded = (n: number, digits: number) => String(n).padStart(digits, '0');
  return `t/${padded(Math.floor(directory / 100), 4)}/${padded(directory % 100, 2)}/${padded(i % KEYS_PER_DIRECTORY, 3)}`;
};

function crewOf(seed: number, listing: typeof ORDINARY_LISTS): FillCrew & { lists: number[] } {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  };
  const lists: number[] = [];
  const crew: FillCrew = new FillCrew({
    ...{ workers: WORKERS, random, doubled: 0.3, killed: KILLED, workMs: WORK_MS },
    bucket: { listLifeMs: DAY_MS, statLifeMs: DAY_MS, tree: { roots: [''], lifeMs: DAY_MS } },
    store: (store) => ({
      ...store,
      list: async (request) => {
        // Gives other workers a turn, so that many LISTs are in progress at the same time.
        await turn();
        crew.now += listing.ms / WORKERS;
        lists.push(crew.now);
        return store.list({ ...request, maxKeys: Math.min(request.maxKeys, listing.names) });
      },
    }),
    table: (table) => ({
      ...table,
      writeChunk: async (...chunk) => {
        if (crew.now % CYCLE_MS < listing.throttledMs) throw new IndexUnavailable('throttled');
        return table.writeChunk(...chunk);
      },
    }),
  });
  for (let i = 0; i < KEYS; i++) crew.put(keyOf(i), i);
  return Object.assign(crew, { lists });
}

/** Asks for the progress repeatedly while the crew works. */
async function watched(crew: FillCrew, fill: FillName): Promise<FillProgress[]> {
  const seen: FillProgress[] = [];
  let isWorking = true;
  const work = crew.work().finally(() => {
    isWorking = false;
  });
  while (isWorking) {
    seen.push(await crew.progress(fill));
    await turn();
  }
  await work;
  return [...seen, await crew.progress(fill)];
}

const replay = `FILL_KEYS=${KEYS} FILL_SEED=${SEED}`;

test(
  'a fill ends complete and equal to S3, and its progress never decreases',
  async () => {
    const crew = crewOf(SEED, ORDINARY_LISTS);
    const fill = await crew.begin('');
    const seen = await watched(crew, fill);
    expect({ replay, ...seen.at(-1), dead: crew.deadLetters }).toMatchObject({
      ...{ replay, state: 'complete', listed: KEYS, dead: [] },
    });
    for (const [i, progress] of seen.slice(1).entries()) {
      expect(progress.listed).toBeGreaterThanOrEqual(seen[i]!.listed);
      expect(progress.pages).toBeGreaterThanOrEqual(seen[i]!.pages);
    }
    tell(crew, { ranges: (await crew.fillTable.readRanges(fill)).length, polls: seen.length });
    await expectEqual(crew);
  },
  PATIENCE_MS,
);

/**
 * Reading the tree and its sums must need no LIST. The pages of directories may be missing, because a worker that is
 * killed loses the directories that it was cutting.
 */
async function expectEqual(crew: FillCrew): Promise<void> {
  // After this time, writes are accepted again.
  crew.now += CYCLE_MS - (crew.now % CYCLE_MS) + ORDINARY_LISTS.throttledMs;
  const { list } = crew.s3.calls;
  const { names } = await crew.list('', { recursive: true });
  expect(names.length).toBe(KEYS);
  expect(names.findIndex((name, i) => name !== keyOf(i))).toBe(-1);
  const { usage } = await crew.usage('');
  expect(usage.objects).toBe(KEYS);
  expect(usage.sizeBytes).toBe((KEYS * (KEYS - 1)) / 2);
  expect(crew.s3.calls.list).toBe(list);
  for (let i = 0; i < KEYS; i += KEYS_PER_DIRECTORY) {
    const directory = keyOf(i).slice(0, -3);
    const listed = await crew.list(directory);
    expect(listed.names).toEqual(
      Array.from({ length: KEYS_PER_DIRECTORY }, (_, j) => keyOf(i + j).slice(directory.length)),
    );
  }
  expect(crew.s3.calls.list - list).toBeLessThanOrEqual(crew.deliveries);
}

function tell(crew: FillCrew & { lists: number[] }, more: object): void {
  if (!process.env.FILL_KEYS) return;
  const { deliveries, kills } = crew;
  console.log(JSON.stringify({ replay, lists: crew.lists.length, deliveries, kills, ...more }));
}

test(
  'a cancelled fill stops within two seconds',
  async () => {
    const crew = crewOf(SEED, SLOW_LISTS);
    const fill = await crew.begin('');
    const work = crew.work();
    while ((await crew.progress(fill)).pages < 50) await turn();
    await crew.fills.cancel(await crew.job(fill));
    const cancelledAt = crew.now;
    await work;
    const { state, pages } = await crew.progress(fill);
    expect({ replay, state }).toEqual({ replay, state: 'cancelled' });
    expect(pages).toBeLessThan(150);
    expect({ replay, after: crew.lists.filter((at) => at > cancelledAt + 2_000) }).toEqual({
      replay,
      after: [],
    });
  },
  PATIENCE_MS,
);
