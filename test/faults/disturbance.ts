/**
 * Measures whether the machine was slower than the handlers' budgets allow. Then the outcome shows the machine, not
 * the fault: a connection to DynamoDB has 250 ms, and a thread without CPU time for so long loses it without any
 * fault.
 */

/** Half of the shortest budget (a connection to DynamoDB). */
const LATE_MS = 125;
const LOOK_EVERY_MS = 25;

export interface Disturbances {
  /** How many disturbances there were so far. */
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
