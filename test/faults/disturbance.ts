/**
 * Was the machine itself slower than the handlers' budgets allow? Then an answer shows the machine, not the fault:
 * DynamoDB's connections have 250 ms, and a thread that got no time for so long loses them without any fault.
 */

/** Half of the shortest budget (a connection to DynamoDB). */
const LATE_MS = 125;
const LOOK_EVERY_MS = 25;

export interface Disturbances {
  /** So many so far. */
  count(): number;
  /** Something that takes a few ms took so long. */
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
