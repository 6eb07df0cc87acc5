/** Time, as the core is given it. */

export interface Clock {
  /** Epoch milliseconds of this instance's clock. */
  now(): number;
  /**
   * What must be added to `now()` to reach the services' own time or a little more, when the clock is surely further
   * off than clocks may be; else 0. Absent: nobody measures.
   */
  offsetMs?(): number;
}

/** Waiting is an argument, so that the simulation and tests own time. */
export interface Waiter {
  wait(ms: number): Promise<void>;
}
