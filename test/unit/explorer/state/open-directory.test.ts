/** An open directory with a fake service of three names: reading, refreshing, pausing, failing and continuing. */
import { describe, expect, test } from '@jest/globals';
import { signal } from '@preact/signals';
import { S3dexError } from '../../../../contract/client/error.ts';
import type { Change } from '../../../../explorer/model/change.ts';
import { OpenDirectory } from '../../../../explorer/state/open-directory.ts';
import type { Service } from '../../../../explorer/state/service.ts';

const FRESHNESS = { age: 0, cacheStatus: { hit: true, stored: false }, revalidated: false, timing: {} };
/** More microtasks than an answer and its effects take. */
const SETTLING = 50;

function stage(names: string[], { failing = false } = {}) {
  const world = { names, failing, asked: 0, nowMs: 100_000, age: 0, ticks: [] as (() => void)[] };
  const service = {
    list: async (bucket: string, prefix: string) => {
      world.asked++;
      if (world.failing) throw new S3dexError({ code: 'unreachable', detail: 'no answer' });
      const entries = world.names.map((name) => ({ type: 'directory' as const, name, key: prefix + name }));
      return { bucket, prefix, entries, freshness: { ...FRESHNESS, age: world.age } };
    },
  } as unknown as Service;
  const live = signal(true);
  const visible = signal(true);
  const changes: Change[] = [];
  const directory = new OpenDirectory(
    { bucket: 'demo', prefix: 'a/' },
    {
      service,
      pace: {
        live,
        visible,
        wait: (_ms, ended) =>
          new Promise((resolve, reject) => {
            world.ticks.push(resolve);
            ended.addEventListener('abort', () => reject(ended.reason), { once: true });
          }),
      },
      now: () => world.nowMs,
      readsOn: signal(true),
      visibleRows: () => [],
      onChange: (change) => void changes.push(change),
    },
  );
  const settle = async () => {
    for (let turn = 0; turn < SETTLING; turn++) await Promise.resolve();
  };
  const tick = async () => {
    for (const resolve of world.ticks.splice(0)) resolve();
    await settle();
  };
  const shown = () => directory.entries.value.map(({ name }) => name);
  return { world, live, visible, changes, directory, settle, tick, shown };
}

describe('an open directory', () => {
  test('is read, and its changes are reported', async () => {
    const { world, changes, directory, settle, tick, shown } = stage(['x/', 'y/']);
    await settle();
    expect(directory.phase.value).toEqual({ state: 'whole' });
    world.names = ['x/', 'z/'];
    await tick();
    expect(shown()).toEqual(['x/', 'z/']);
    expect(changes).toEqual([{ appeared: ['z/'], altered: [], vanished: ['y/'] }]);
    await tick();
    expect(changes.length).toBe(1);
    directory.close();
  });

  test.each(['live', 'visible'] as const)(
    'sends no request while it is not %s, and one at once when it is again',
    async (which) => {
      const it = stage(['x/']);
      await it.settle();
      it[which].value = false;
      await it.tick();
      await it.tick();
      const { asked } = it.world;
      expect(asked).toBe(1);
      it[which].value = true;
      await it.settle();
      expect(it.world.asked).toBe(2);
      it.directory.close();
    },
  );

  test('keeps its rows during a failure, and reports the failure until it is over', async () => {
    const { world, directory, settle, tick, shown } = stage(['x/']);
    await settle();
    world.failing = true;
    await tick();
    expect([shown(), directory.trouble.value?.code]).toEqual([['x/'], 'unreachable']);
    world.failing = false;
    await tick();
    expect(directory.trouble.value).toBeUndefined();
    directory.close();
  });

  test('has the age of the last answer from S3, however old that is', async () => {
    const { world, directory, settle, tick } = stage(['x/']);
    await settle();
    expect(directory.shown.value).toMatchObject({ asOf: 100_000, hits: 1 });
    Object.assign(world, { nowMs: 107_000, age: 7 });
    await tick();
    expect(directory.shown.value?.asOf).toBe(100_000);
    Object.assign(world, { nowMs: 160_000, failing: true });
    await tick();
    expect(directory.shown.value?.asOf).toBe(100_000);
    directory.close();
  });

  test('that could not be read is read after a retry', async () => {
    const { world, directory, settle, shown } = stage(['x/'], { failing: true });
    await settle();
    expect(directory.phase.value).toMatchObject({ state: 'failed', error: { code: 'unreachable' } });
    world.failing = false;
    directory.retry();
    await settle();
    expect(shown()).toEqual(['x/']);
    directory.close();
  });

  test('sends no request after it is closed', async () => {
    const { world, directory, settle, tick } = stage(['x/']);
    await settle();
    directory.close();
    await settle();
    await tick();
    expect(world.asked).toBe(1);
  });
});
