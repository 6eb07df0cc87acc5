/** Which fills share one LIST, and what a question does with the page that another one listed. */
import { describe, expect, test } from '@jest/globals';
import type { CachedPage } from '../../../../lambdas/core/model/cached-page.ts';
import { END, START } from '../../../../lambdas/core/model/range.ts';
import { fillInOutage } from '../../../../lambdas/core/origin/fill-in-outage.ts';
import { fillOnce } from '../../../../lambdas/core/origin/fill-once.ts';
import type { AtGap } from '../../../../lambdas/core/origin/fill-under-lease.ts';
import type { Gap } from '../../../../lambdas/core/origin/list-gap.ts';
import { RENTS } from '../../../../lambdas/core/origin/rent.ts';
import { failed } from '../../../../lambdas/core/questions/answer.ts';
import {
  fold,
  fromIndex,
  fromOther,
  fromS3,
  NO_EVIDENCE,
  WAITED,
} from '../../../../lambdas/core/request/evidence.ts';
import type { Filled, SharedFill } from '../../../../lambdas/core/request/filled.ts';
import type { ScopeContext } from '../../../../lambdas/core/request/scope-context.ts';
import { recordedTable } from '../../../support/recorded-table.ts';
import { questionIn } from '../../../support/scope.ts';
import { HOUR_MS, ORDINARY, World } from '../../../support/world.ts';

const FAILURE = failed('unavailable', 'S3 did not answer.');
const BUDGET_MS = 20_000;
const GAP: Gap & AtGap = { after: START, pages: [], known: [], wanted: 10 };

/** A world with the keys `d/a` and `d/b`. `after` runs when a LIST was answered, and may replace the answer. */
function opened(after: (world: World) => 'failed' | undefined = () => undefined) {
  const recorded = recordedTable();
  const sizes: number[] = [];
  const world: World = new World({
    table: () => recorded.table,
    store: (store) => ({
      ...store,
      list: async (request) => {
        sizes.push(request.maxKeys);
        const answer = await store.list(request);
        return after(world) === 'failed'
          ? { outcome: 'failed', reason: 'unavailable', message: 'no answer' }
          : answer;
      },
    }),
  });
  world.put('d/a');
  world.put('d/b');
  return { world, sizes, calls: recorded.calls };
}

/** Fills the gap. `reread` calls are counted, and what they read is empty. */
async function filling(at: ScopeContext, over: Partial<Gap> = {}) {
  let rereads = 0;
  const reread = async () => {
    rereads++;
    return { pages: [], known: [] };
  };
  return { ...(await fillOnce(at, { ...GAP, ...over }, reread)), rereads: () => rereads };
}

/** Makes every fill of the instance join this one. Returns the keys with which it was asked for. */
function joins(at: ScopeContext, joined: 'in-time' | 'late', shared: SharedFill): string[] {
  const keys: string[] = [];
  at.instance.fills.fly = (key) => {
    keys.push(key);
    return { joined, result: Promise.resolve(shared) };
  };
  return keys;
}

/** Lets fills run alone. Returns what each of them gives to those that join. */
function flies(at: ScopeContext) {
  const flights: { key: string; shared: SharedFill; lasts: unknown }[] = [];
  at.instance.fills.fly = (key, call, { lasts } = {}) => ({
    joined: 'not',
    result: call().then((shared) => {
      flights.push({ key, shared, lasts: lasts?.(shared) });
      return shared;
    }),
  });
  return flights;
}

function filledBy(at: ScopeContext, over: { sent: 'before' | 'later'; stored?: Promise<boolean> }): Filled {
  const now = at.instance.clock.now();
  const { beganNumber } = at.question;
  const times = { observedAt: now, endsAt: now + 1_000 };
  const page: CachedPage = { after: START, through: END, ...times, entries: [], fresh: true };
  const sentNumber = over.sent === 'later' ? beganNumber + 1 : beganNumber - 1;
  return { outcome: 'filled', page, stored: over.stored ?? Promise.resolve(false), sentNumber };
}
const sharing = (at: ScopeContext, filled: SharedFill['filled'], over: Partial<SharedFill> = {}) => ({
  ...{ filled, gaveUp: false, epoch: at.policy.epoch },
  ...over,
});
const namesIn = (value: object) =>
  'page' in value ? (value as Filled).page.entries.map(({ name }) => name) : value;

describe('a fill that no other question has begun', () => {
  test('is a page of S3, which is stored under the lease of the directory', async () => {
    const { world, calls, sizes } = opened();
    const at = await questionIn(world, 'd/');
    const { value, evidence } = await filling(at);
    expect([namesIn(value), sizes]).toEqual([['a', 'b'], [1_000]]);
    expect(evidence).toEqual(fromS3((value as Filled).page, 'being-stored'));
    expect(await (value as Filled).stored).toBe(true);
    expect(calls).toContain('acquireFill');
    expect(world.counts.coalesced).toBeUndefined();
  });

  test('needs no lease in the middle of a directory, nor in a tree', async () => {
    const { world, calls } = opened();
    await filling(await questionIn(world, 'd/'), { after: 'a' });
    await filling(await questionIn(world, 'd/', { kind: 'tree' }));
    expect(calls).not.toContain('acquireFill');
    expect(world.s3.calls.list).toBe(2);
  });

  test('lasts until its page is stored; a failure ends it', async () => {
    const { world } = opened();
    const at = await questionIn(world, 'd/');
    const flights = flies(at);
    const { value } = await filling(at);
    expect(flights[0]!.lasts).toBe((value as Filled).stored);
    const failing = await questionIn(opened(() => 'failed').world, 'd/');
    const failures = flies(failing);
    await filling(failing);
    expect(failures[0]!.lasts).toBeUndefined();
  });

  test('is of one position', async () => {
    const { world } = opened();
    const at = await questionIn(world, 'd/');
    const flights = flies(at);
    await filling(at);
    await filling(at, { after: 'a' });
    await filling(at, { after: 'b' });
    await filling(await questionIn(world, '', { beside: at }));
    expect(new Set(flights.map(({ key }) => key)).size).toBe(4);
  });

  test('that failed says nothing about S3 if its time was over', async () => {
    const gaveUp = async (...args: Parameters<typeof opened>) => {
      const at = await questionIn(opened(...args).world, 'd/');
      const flights = flies(at);
      await filling(at);
      return flights[0]!.shared.gaveUp;
    };
    const late = (world: World) => {
      world.now += BUDGET_MS;
      return undefined;
    };
    expect(await gaveUp()).toBe(false);
    expect(await gaveUp(() => 'failed')).toBe(false);
    expect(await gaveUp(late)).toBe(false);
    expect(await gaveUp((world) => late(world) ?? 'failed')).toBe(true);
  });

  test('that waited for another instance says so', async () => {
    const { world } = opened();
    const at = await questionIn(world, 'd/');
    const leaseUntil = world.now + 1_000;
    const scope = { bucket: world.bucket.name, prefix: 'd/' };
    await at.instance.table.acquireFill(scope, { until: world.now + HOUR_MS, now: world.now, leaseUntil });
    const page = { ...filledBy(at, { sent: 'before' }).page, entries: [] };
    const { value, evidence } = await fillOnce(at, GAP, async () => ({ pages: [page], known: [] }));
    expect([value.outcome, evidence.waited]).toEqual(['waited', true]);
  });
});

describe('a small question about a tree', () => {
  async function renting(over: Partial<Gap>) {
    const { world, calls } = opened();
    const at = await questionIn(world, 'd/', { kind: 'tree' });
    const flights = flies(at);
    const fillAgain = async (more: Partial<Gap> = {}) => {
      const { value } = await filling(at, { ...over, ...more });
      return (value as Filled).stored;
    };
    return { calls, flights, fillAgain };
  }

  test('stores nothing at first, and uses no watch', async () => {
    const { calls, fillAgain } = await renting({ mayRent: true });
    const before = calls.length;
    for (let i = 0; i < RENTS; i++) expect(await fillAgain()).toBe(false);
    expect(calls.length).toBe(before);
    expect(await fillAgain()).toBe(true);
  });

  test('waits for the next LIST after one that failed, and fails with that', async () => {
    const { world } = opened();
    const at = await questionIn(world, 'd/', { kind: 'tree' });
    const keys = joins(at, 'in-time', sharing(at, FAILURE));
    const { value } = await filling(at, { mayRent: true });
    expect([value, keys.length, world.s3.calls.list]).toEqual([FAILURE, 2, 0]);
  });

  test('stores its page if it may not rent', async () => {
    const { fillAgain } = await renting({});
    expect(await fillAgain()).toBe(true);
  });

  test('shares a rented page with questions for as many names, a stored one with all', async () => {
    const rented = await renting({ mayRent: true });
    for (const wanted of [10, 10, 20]) await rented.fillAgain({ wanted });
    expect(new Set(rented.flights.map(({ key }) => key)).size).toBe(2);
    const stored = await renting({});
    for (const wanted of [10, 20]) await stored.fillAgain({ wanted });
    expect(new Set(stored.flights.map(({ key }) => key)).size).toBe(1);
  });
});

describe('a question that must ask S3 for itself', () => {
  test.each<[string, Parameters<typeof questionIn>[2], object]>([
    ['no-cache', { freshness: { ...ORDINARY, noCache: true } }, {}],
    ['no-store', { freshness: { ...ORDINARY, noStore: true } }, {}],
    ['a gap of void names', {}, { ignoreStored: true }],
  ])('joins no other: %s', async (_, asked, over) => {
    const { world } = opened();
    const at = await questionIn(world, 'd/', asked);
    const keys = joins(at, 'in-time', sharing(at, FAILURE));
    expect(namesIn((await filling(at, over)).value)).toEqual(['a', 'b']);
    expect(keys).toEqual([]);
  });

  test('and may not, fails without a call', async () => {
    const { world, calls } = opened();
    const at = await questionIn(world, 'd/', { freshness: { ...ORDINARY, onlyIfCached: true } });
    const before = calls.length;
    const { value, evidence } = await filling(at);
    expect([value, evidence]).toMatchObject([{ code: 'only-if-cached' }, NO_EVIDENCE]);
    expect([world.s3.calls.list, calls.length - before]).toEqual([0, 0]);
  });
});

describe('a question that joins a fill', () => {
  async function joining(joined: 'in-time' | 'late', shared: (at: ScopeContext) => SharedFill) {
    const { world } = opened();
    const at = await questionIn(world, 'd/');
    const keys = joins(at, joined, shared(at));
    const result = await filling(at);
    return {
      world,
      at,
      flights: keys.length,
      ...result,
      lists: world.s3.calls.list,
      coalesced: world.counts.coalesced ?? 0,
    };
  }

  test.each(['in-time', 'late'] as const)('uses a page listed after it began (%s)', async (joined) => {
    const { at, value, evidence, lists, coalesced, rereads } = await joining(joined, (of) =>
      sharing(of, filledBy(of, { sent: 'later' })),
    );
    const { page, stored } = value as Filled;
    expect([page.fresh, await stored]).toEqual([true, true]);
    expect(evidence).toEqual(fold(WAITED, fromOther(page)));
    expect([lists, coalesced, rereads()]).toEqual([0, 1, 0]);
    expect(at.question.store.asked).toBe(false);
  });

  test('uses a page listed before it began as one from the index', async () => {
    const { value, evidence, lists, coalesced } = await joining('in-time', (at) =>
      sharing(at, filledBy(at, { sent: 'before' })),
    );
    expect((value as Filled).page.fresh).toBe(false);
    expect(evidence).toEqual(fold(WAITED, fromIndex((value as Filled).page)));
    expect([lists, coalesced]).toEqual([0, 1]);
  });

  test.each<[string, number, (at: ScopeContext) => SharedFill]>([
    ['has expired', 2, (at) => sharing(at, expired(filledBy(at, { sent: 'before' })))],
    ['is of another epoch', 2, (at) => sharing(at, filledBy(at, { sent: 'before' }), { epoch: 'other' })],
    ['is missing, because the other gave up', 1, (at) => sharing(at, FAILURE, { gaveUp: true })],
  ])('asks S3 if the page %s', async (_, flightsWaitedFor, shared) => {
    const { value, evidence, lists, flights } = await joining('in-time', shared);
    expect([namesIn(value), lists, flights]).toEqual([['a', 'b'], 1, flightsWaitedFor]);
    expect([evidence.kept, evidence.waited]).toEqual(['all', true]);
  });

  test('sends the next LIST itself if the page was of no use', async () => {
    const { world } = opened();
    const at = await questionIn(world, 'd/');
    joins(at, 'in-time', sharing(at, expired(filledBy(at, { sent: 'before' }))));
    const join = at.instance.fills.fly;
    at.instance.fills.fly = (...args) => {
      flies(at);
      return join(...args);
    };
    const { value, evidence } = await filling(at);
    expect([namesIn(value), evidence.waited]).toEqual([['a', 'b'], true]);
  });
  const expired = (filled: Filled): Filled => {
    const { observedAt, ...page } = filled.page;
    return { ...filled, page: { ...page, observedAt: observedAt - 2 * HOUR_MS, endsAt: observedAt - 1 } };
  };

  test.each(['in-time', 'late'] as const)('fails with it, as S3 failed (%s)', async (joined) => {
    const { at, value, evidence, lists, coalesced, rereads, flights } = await joining(joined, (of) =>
      sharing(of, FAILURE),
    );
    expect([value, evidence, lists, coalesced, flights]).toEqual([FAILURE, WAITED, 0, 1, 1]);
    expect([at.question.store.asked, rereads()]).toEqual([true, 0]);
  });

  test.each(['in-time', 'late'] as const)('reads the index again if that waited too (%s)', async (joined) => {
    const { value, evidence, lists, coalesced, rereads } = await joining(joined, (at) =>
      sharing(at, { outcome: 'waited' }),
    );
    expect([value, evidence]).toEqual([{ outcome: 'waited' }, WAITED]);
    expect([lists, coalesced, rereads()]).toEqual([0, 1, 1]);
  });

  test('late reads the page from the index when it is stored', async () => {
    const { world } = opened();
    const at = await questionIn(world, 'd/');
    const stored = Promise.withResolvers<boolean>();
    joins(at, 'late', sharing(at, filledBy(at, { sent: 'before', stored: stored.promise })));
    const order: string[] = [];
    const result = fillOnce(at, GAP, async () => {
      order.push('read again');
      return { pages: [], known: [] };
    });
    await new Promise(setImmediate);
    order.push('stored');
    stored.resolve(true);
    expect(await result).toEqual({ value: { outcome: 'waited' }, evidence: WAITED });
    expect(order).toEqual(['stored', 'read again']);
  });
});

describe('in an outage of the table', () => {
  async function inOutage(...args: Parameters<typeof opened>) {
    const { world, sizes } = opened(...args);
    const at = await questionIn(world, 'd/');
    at.question.index.bypass('index-unavailable');
    return { world, sizes, at };
  }

  test('a whole page is listed, and not stored', async () => {
    const { at, world, sizes } = await inOutage();
    const { value, evidence } = await filling(at);
    expect([namesIn(value), sizes]).toEqual([['a', 'b'], [1_000]]);
    expect(evidence).toEqual(fromS3((value as Filled).page, false));
    expect(world.counts.coalesced).toBeUndefined();
  });

  test('a failure is no evidence, and says nothing about S3 if the time was over', async () => {
    const { at } = await inOutage(() => 'failed');
    const flights = flies(at);
    expect(await fillInOutage(at, GAP)).toMatchObject({
      ...{ value: { code: 'unavailable' }, evidence: NO_EVIDENCE },
    });
    const slow = await inOutage((world) => {
      world.now += BUDGET_MS;
      return undefined;
    });
    const slowFlights = flies(slow.at);
    await fillInOutage(slow.at, GAP);
    const over = await inOutage((world) => {
      world.now += BUDGET_MS;
      return 'failed';
    });
    const overFlights = flies(over.at);
    await fillInOutage(over.at, GAP);
    const gaveUp = [flights, slowFlights, overFlights].map(([flight]) => flight!.shared.gaveUp);
    expect(gaveUp).toEqual([false, false, true]);
  });

  test('positions are filled apart', async () => {
    const { at } = await inOutage();
    const flights = flies(at);
    for (const after of [START, 'a', 'b'] as const) await fillInOutage(at, { ...GAP, after });
    expect(new Set(flights.map(({ key }) => key)).size).toBe(3);
  });

  test('a page that was listed after the question began is shared', async () => {
    const { at, world } = await inOutage();
    const filled = filledBy(at, { sent: 'later' });
    joins(at, 'in-time', sharing(at, filled));
    expect(await fillInOutage(at, GAP)).toEqual({
      ...{ value: filled, evidence: fold(WAITED, fromOther(filled.page)) },
    });
    expect([world.s3.calls.list, world.counts.coalesced]).toEqual([0, 1]);
  });

  test('two older pages are waited for, and then S3 is asked', async () => {
    const { at, world } = await inOutage();
    const keys = joins(at, 'in-time', sharing(at, filledBy(at, { sent: 'before' })));
    expect(namesIn((await fillInOutage(at, GAP)).value)).toEqual(['a', 'b']);
    expect([world.s3.calls.list, keys.length]).toEqual([1, 2]);
  });

  test('a failure is shared, unless the other gave up', async () => {
    const { at, world } = await inOutage();
    joins(at, 'in-time', sharing(at, FAILURE));
    expect(await fillInOutage(at, GAP)).toEqual({ value: FAILURE, evidence: NO_EVIDENCE });
    expect([world.s3.calls.list, at.question.store.asked]).toEqual([0, true]);
    const keys = joins(at, 'in-time', sharing(at, FAILURE, { gaveUp: true }));
    expect(namesIn((await fillInOutage(at, GAP)).value)).toEqual(['a', 'b']);
    expect([world.s3.calls.list, keys.length]).toEqual([1, 1]);
  });
});
