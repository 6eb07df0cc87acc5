/** S3 asked no faster than at a rate: LISTs of one instance begin at least so long after each other. */
import type { Clock, Waiter } from '../core/ports/clock.ts';
import type { ObjectStore } from '../core/ports/object-store.ts';

export function createPacedStore(
  store: ObjectStore,
  { clock, waiter, everyMs }: { clock: Clock; waiter: Waiter; everyMs: number },
): ObjectStore {
  let freeAt = 0;
  const turn = async () => {
    const now = clock.now();
    // A clock that was set back must not make anybody wait for the difference.
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
