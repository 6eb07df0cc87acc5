/** What a HEAD becomes: a stored observation, or an answer that is used only once. */
import { describe, expect, test } from '@jest/globals';
import { revalidate, revalidateAll } from '../../../../lambdas/core/origin/revalidate.ts';
import { IndexUnavailable } from '../../../../lambdas/core/ports/index-table.ts';
import { fold, fromS3, NO_EVIDENCE } from '../../../../lambdas/core/request/evidence.ts';
import { recordedTable } from '../../../support/recorded-table.ts';
import { questionIn } from '../../../support/scope.ts';
import { HOUR_MS, ORDINARY, World } from '../../../support/world.ts';

const DIRECTORY = { bucket: 'photos', prefix: 'd/' };

async function opened(asked: Parameters<typeof questionIn>[2] = {}, { isDown = false, ageMs = 0 } = {}) {
  const recorded = recordedTable((call) => {
    if (call === 'writeObservation' && isDown) throw new IndexUnavailable('down');
  });
  const budgets: (number | undefined)[] = [];
  const world: World = new World({
    bucket: { events: 'none' },
    table: () => recorded.table,
    store: (store) => ({
      ...store,
      head: async (request) => {
        budgets.push(request.budgetMs);
        return request.key === 'd/bad'
          ? { outcome: 'failed', reason: 'denied', message: 'denied' }
          : store.head(request);
      },
    }),
  });
  world.put('d/a', 7);
  world.now += ageMs;
  const at = await questionIn(world, 'd/', asked);
  const stored = async (name: string) => (await recorded.standing.readRecord(DIRECTORY, name))?.observation;
  return { world, at, stored, budgets, watch: { until: world.now + HOUR_MS / 2, misses: 0 } };
}

describe('a name that S3 was asked for', () => {
  test('is stored until its life or its watch ends', async () => {
    const { world, at, stored, watch, budgets } = await opened({}, { ageMs: 2 * HOUR_MS });
    // Without events, the life is a tenth of the object's age.
    const endsAt = world.now + HOUR_MS / 5;
    const { value, evidence } = await revalidate(at, 'a', { ...watch, until: world.now + HOUR_MS }, 70);
    expect(value).toMatchObject({ says: 'object', entry: { name: 'a', sizeBytes: 7 } });
    expect(evidence).toEqual(fromS3({ observedAt: world.now, endsAt }, true));
    expect(await stored('a')).toMatchObject({
      observedAt: world.now,
      endsAt,
      watchedUntil: world.now + HOUR_MS,
    });
    expect((await stored('a'))!.epoch).toBe(at.policy.epoch);
    await revalidate(at, 'a', watch);
    expect(budgets).toEqual([70, undefined]);
  });

  test('ends with a shorter watch, and one that is absent has no date', async () => {
    const { world, at, stored, watch } = await opened();
    const { evidence } = await revalidate(at, 'none', watch);
    expect(evidence).toEqual(fromS3({ observedAt: world.now, endsAt: watch.until }, true));
    expect(await stored('none')).toMatchObject({ found: { says: 'absent' }, endsAt: watch.until });
  });

  test('is not stored without a watch, or under one that is over', async () => {
    const { world, at, stored, watch } = await opened();
    for (const each of [undefined, { ...watch, until: world.now }]) {
      const { evidence } = await revalidate(at, 'a', each);
      expect(evidence).toEqual(fromS3({ observedAt: world.now, endsAt: world.now }, false));
    }
    expect(await stored('a')).toBeUndefined();
  });

  test('is not stored if the request forbids it, or the index cannot hold the name', async () => {
    const forbidden = await opened({ freshness: { ...ORDINARY, noStore: true } });
    expect((await revalidate(forbidden.at, 'a', forbidden.watch)).evidence.kept).toBe('not-all');
    const { at, stored, watch } = await opened();
    at.index.canHold = () => false;
    expect((await revalidate(at, 'a', watch)).evidence.kept).toBe('not-all');
    expect([await stored('a'), await forbidden.stored('a')]).toEqual([undefined, undefined]);
  });

  test('is used although it could not be stored', async () => {
    const { at, watch } = await opened({}, { isDown: true });
    const { value, evidence } = await revalidate(at, 'a', watch);
    expect([value, evidence.kept]).toMatchObject([{ says: 'object' }, 'not-all']);
  });

  test('is no evidence when S3 fails', async () => {
    const { at, watch } = await opened();
    expect(await revalidate(at, 'bad', watch)).toMatchObject({
      ...{ value: { code: 'upstream-denied' }, evidence: NO_EVIDENCE },
    });
  });
});

describe('several names', () => {
  test('have one result each, and their evidence together', async () => {
    const { world, at, watch } = await opened();
    const { value, evidence } = await revalidateAll(at, ['a', 'none'], watch);
    expect(value).toEqual(
      new Map<string, unknown>([
        ['a', expect.objectContaining({ says: 'object' })],
        ['none', { says: 'absent' }],
      ]),
    );
    const each = { observedAt: world.now, endsAt: world.now + HOUR_MS / 6 };
    expect(evidence).toEqual(fold(fromS3(each, true), fromS3({ ...each, endsAt: watch.until }, true)));
  });

  test('fail when one of them fails', async () => {
    const { at, watch } = await opened();
    const { value, evidence } = await revalidateAll(at, ['a', 'bad'], watch);
    expect([value, evidence.observations]).toMatchObject([{ code: 'upstream-denied' }, 1]);
  });
});
