/**
 * Detects whether the machine was slower than the handlers' budgets allow. In that case the outcome depends on the
 * machine and not on the fault: a connection to DynamoDB must be established within 250 ms, and a thread that gets no
 * CPU time for so long misses this limit without any fault.
 */

/** Half of the shortest budget (a connection to DynamoDB). */
const LATE_MS = 125;
const LOOK_EVERY_MS = 25;

export interface Disturbances {
  /** The number of disturbances so far. */
  count(): number;
  /** Reports how long an operation took that normally takes a few ms. */
  took(ms: number): void;
  stop(): void;
}

export function watchDisturbances(): Disturbances {
  let disturbances = 0;
  let lookedMs = performance.now();
  const took = (ms: number) => {
    if (ms >= LATE_MS) disturbances += 1;
  };
  const timer = setInterval(() => {
    const nowMs = performance.now();
    took(nowMs - lookedMs - LOOK_EVERY_MS);
    lookedMs = nowMs;
  }, LOOK_EVERY_MS);
  timer.unref();
  return { count: () => disturbances, took, stop: () => clearInterval(timer) };
}
