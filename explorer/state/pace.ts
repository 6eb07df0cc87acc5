/** When the page sends its next requests: only while it is visible, and only while the reader has not paused it. */
import type { ReadonlySignal } from '@preact/signals';

export interface Pace {
  /** True: the page follows changes. False: the reader has paused this. */
  live: ReadonlySignal<boolean>;
  /** The page is visible. */
  visible: ReadonlySignal<boolean>;
  /** Rejects when the signal aborts. */
  wait(ms: number, ended: AbortSignal): Promise<void>;
}

/**
 * Calls `ask` repeatedly, each time `everyMs` after the last call ended, until the signal aborts. `ask` must not
 * throw.
 */
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

/** Resolves when one of the values changes, or when the signal aborts. */
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
