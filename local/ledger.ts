/** The events that were sent and are not processed yet. Settling waits for them. */

export interface Ledger {
  /** Number of events registered since the start. */
  readonly entered: number;
  /**
   * Registers one event. The returned function must be called once, when the event was processed, became a dead
   * letter or could not be sent.
   */
  enter(): () => void;
  /**
   * Resolves with true when none of the events registered so far is left, and with false after `withinMs`. Later
   * events are not waited for.
   */
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
