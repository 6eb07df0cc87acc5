/** An object store with a limited rate: two LISTs of one instance begin at least `everyMs` apart. */
import type { Clock, Waiter } from '../core/ports/clock.ts';
import type { ObjectStore } from '../core/ports/object-store.ts';

export function createPacedStore(
  store: ObjectStore,
  { clock, waiter, everyMs }: { clock: Clock; waiter: Waiter; everyMs: number },
): ObjectStore {
  let freeAt = 0;
  const turn = async () => {
    const now = clock.now();
    // If the clock was set back, `freeAt` may be far in the future. No caller waits longer than `everyMs` because of
    // that.
    const beginsAt = Math.min(Math.max(now, freeAt), now + everyMs);
    freeAt = beginsAt + everyMs;
    if (beginsAt > now) await waiter.wait(beginsAt - now);
  };
  return {
    ...store,
    async list(request) {
      await turn();
      return store.list(request);
    },
    async peek(request) {
      await turn();
      return store.peek(request);
    },
  };
}
