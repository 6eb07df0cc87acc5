/** A world of a bucket without events, in which the next LIST can be made to wait after S3 has answered. */
import { setImmediate } from 'node:timers/promises';
import { worldOf } from './tree-world.ts';
import type { World } from './world.ts';

const TURNS = 80;

export interface SlowListWorld {
  world: World;
  /** Returns the function that ends the wait. */
  holdNextList: () => () => void;
}

export function slowListWorld(keys: readonly string[]): SlowListWorld {
  let held: Promise<void> | undefined;
  const world = worldOf(keys, {
    bucket: { events: 'none' },
    store: (store) => ({
      ...store,
      list: async (request) => {
        const answer = await store.list(request);
        const wait = held;
        held = undefined;
        await wait;
        return answer;
      },
    }),
  });
  const holdNextList = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    held = promise;
    return resolve;
  };
  return { world, holdNextList };
}

/** Lets everything run until it waits for the LIST that is held. */
export async function untilHeld(): Promise<void> {
  for (let i = 0; i < TURNS; i++) await setImmediate();
}
