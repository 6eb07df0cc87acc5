/** The clock that the core uses. */

export interface Clock {
  /** This instance's clock, epoch ms. */
  now(): number;
  /**
   * When this clock certainly differs from the services' time by more than the allowed margin: an amount to add to
   * `now()` that gives the services' time or slightly more. Otherwise 0. Absent when nothing measures it.
   */
  offsetMs?(): number;
}

/** Waiting is an argument, so that the simulation and the tests control time. */
export interface Waiter {
  wait(ms: number): Promise<void>;
}
