/** Time, as the core is given it. */

export interface Clock {
  /** Epoch milliseconds of this instance's clock. */
  now(): number;
}

/** Waiting is an argument, so that the simulation and tests own time. */
export interface Waiter {
  wait(ms: number): Promise<void>;
}
