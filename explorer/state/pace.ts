/** When the page asks again: never while it is not seen, and not at all when the reader has stopped it. */
import type { ReadonlySignal } from '@preact/signals';

export interface Pace {
  /** Reading along with changes; false: the reader has stopped it. */
  live: ReadonlySignal<boolean>;
  /** The page is on a screen. */
  visible: ReadonlySignal<boolean>;
  /** Rejects when the signal ends it. */
  wait(ms: number, ended: AbortSignal): Promise<void>;
}

/** Calls `ask` again and again, `everyMs` after it was done, until the signal ends it. It must not throw. */
export async function repeat(
  { live, visible, wait }: Pace,
  everyMs: number,
  ended: AbortSignal,
  ask: () => Promise<void>,
): Promise<void> {
  while (!ended.aborted) {
    try {
      await wait(everyMs, ended);
    } catch {
      return;
    }
    if (!live.value || !visible.value) await eitherChanges(live, visible, ended);
    if (!ended.aborted && live.value && visible.value) await ask();
  }
}

/** Resolves when one of them is another, or when the signal ends the wait. */
function eitherChanges(
  live: ReadonlySignal<boolean>,
  visible: ReadonlySignal<boolean>,
  ended: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const stops = [live, visible].map((it) => {
      const first = it.peek();
      return it.subscribe((value) => value !== first && done());
    });
    function done() {
      for (const stop of stops) stop();
      ended.removeEventListener('abort', done);
      resolve();
    }
    ended.addEventListener('abort', done, { once: true });
    if (ended.aborted) done();
  });
}

/** Resolves when the signal is true; rejects when `ended` aborts first. */
export function untilTrue(awaited: ReadonlySignal<boolean>, ended: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    ended.throwIfAborted();
    let stop = () => {};
    const abort = () => {
      stop();
      reject(ended.reason);
    };
    ended.addEventListener('abort', abort, { once: true });
    stop = awaited.subscribe((value) => {
      if (!value) return;
      ended.removeEventListener('abort', abort);
      queueMicrotask(() => stop());
      resolve();
    });
  });
}
