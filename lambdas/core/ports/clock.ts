/** The clock that the core uses. */

export interface Clock {
  /** This instance's clock, epoch ms. */
  now(): number;
  /**
   * If this clock certainly differs from the services' time by more than the allowed margin: a number to add to
   * `now()` that gives the services' time or slightly more. Otherwise 0. Absent if nothing measures the difference.
   */
  offsetMs?(): number;
}

/** Waiting is a port, so that the simulation and the tests control time. */
export interface Waiter {
  wait(ms: number): Promise<void>;
}
