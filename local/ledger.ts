/** Which events were sent and are not yet processed: what settling waits for. */

export interface Ledger {
  /** Events entered since the start. */
  readonly entered: number;
  /** Enters one event; call the answer once when it is processed, given up as a dead letter, or could not be sent. */
  enter(): () => void;
  /** Resolves when every event entered so far is processed, whatever comes later; false when that took longer than `withinMs`. */
  settled(withinMs: number): Promise<boolean>;
}

export function createLedger(): Ledger {
  const open = new Set<Promise<void>>();
  let entered = 0;
  return {
    get entered() {
      return entered;
    },
    enter() {
      entered += 1;
      const { promise, resolve } = Promise.withResolvers<void>();
      open.add(promise);
      return () => {
        open.delete(promise);
        resolve();
      };
    },
    async settled(withinMs) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<boolean>((resolve) => {
        timer = setTimeout(resolve, withinMs, false);
      });
      try {
        return await Promise.race([Promise.all([...open]).then(() => true), late]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
