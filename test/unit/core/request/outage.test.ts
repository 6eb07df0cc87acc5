/** While the table does not answer, the requests must not each cause their own S3 call. */
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { IndexUnavailable } from '../../../../lambdas/core/ports/index-table.ts';
import type { ObjectStore } from '../../../../lambdas/core/ports/object-store.ts';
import { ORDINARY, World } from '../../../support/world.ts';

/** A world whose table does not answer, and whose S3 answers only when the test lets it. */
class Outage {
  readonly waiting: (() => void)[] = [];
  readonly waits: (() => void)[] = [];
  asked = 0;
  tableCalls = 0;
  isDown = true;
  readonly world = new World({
    waiter: { wait: () => new Promise((end) => this.waits.push(() => end())) },
    table: (table) =>
      new Proxy(table, {
        get: (target, name) => {
          const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
          if (name === 'canHold') return method;
          return async (...args: unknown[]) => {
            this.tableCalls++;
            if (this.isDown) throw new IndexUnavailable('down');
            return method.apply(target, args);
          };
        },
      }),
    store: (store): ObjectStore => ({
      ...store,
      list: async (request) => {
        this.asked++;
        await new Promise<void>((go) => this.waiting.push(go));
        return store.list(request);
      },
    }),
  });

  list(directory: string) {
    const { reader, bucket } = this.world;
    return reader.list({ bucket, directory, filter: '', limit: 10, freshness: ORDINARY });
  }

  async answer(): Promise<void> {
    await idle();
    for (const go of this.waiting.splice(0)) go();
    await idle();
  }
}

async function idle(): Promise<void> {
  for (let i = 0; i < 5; i++) await setImmediate();
}

describe('while the table does not answer', () => {
  test('concurrent requests for one directory share a LIST that was sent after they began', async () => {
    const outage = new Outage();
    outage.world.put('d/a');
    const first = outage.list('d/');
    await idle();
    outage.world.put('d/b');
    const crowd = Array.from({ length: 100 }, () => outage.list('d/'));
    await outage.answer();
    await outage.answer();
    await first;
    for (const answer of await Promise.all(crowd))
      expect(answer).toMatchObject({ value: { entries: [{ name: 'a' }, { name: 'b' }] } });
    expect(outage.asked).toBe(2);
  });

  test('only a few LISTs run at once, and further requests are refused early', async () => {
    const outage = new Outage();
    const crowd = Array.from({ length: 100 }, (_, i) => outage.list(`d${i}/`));
    await idle();
    expect(outage.asked).toBe(4);
    for (const end of outage.waits.splice(0)) end();
    await outage.answer();
    const answers = await Promise.all(crowd);
    const refused = answers.filter(({ outcome }) => outcome === 'failed');
    expect(refused).toHaveLength(96);
    expect(refused[0]).toMatchObject({ code: 'unavailable' });
    expect(outage.asked).toBe(4);
  });

  test('it is not called after many failures, tried again after a pause, and used when it answers', async () => {
    const outage = new Outage();
    const ask = async () => {
      const answer = outage.list('d/');
      await outage.answer();
      return answer;
    };
    for (let i = 0; i < 20; i++) await ask();
    const calls = outage.tableCalls;
    for (let i = 0; i < 20; i++) await ask();
    expect(outage.tableCalls).toBe(calls);
    outage.isDown = false;
    outage.world.now += 500;
    await ask();
    expect(outage.tableCalls).toBeGreaterThan(calls);
    await ask();
    expect(await ask()).toMatchObject({ provenance: { served: 'hit' } });
  });
});
