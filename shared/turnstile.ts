/** Limits how much work runs at once. The rest waits for a bounded time and is then refused. */
export class Turnstile {
  readonly #atOnce: number;
  readonly #wait: () => Promise<void>;
  #inside = 0;
  /** Those that wait, in their order. */
  readonly #waiting = new Set<() => void>();

  /** `wait`: the longest time to wait. */
  constructor({ atOnce, wait }: { atOnce: number; wait: () => Promise<void> }) {
    this.#atOnce = atOnce;
    this.#wait = wait;
  }

  /** Runs the work when there is room. `undefined` when there was none in time. */
  async pass<T>(work: () => Promise<T>): Promise<{ result: T } | undefined> {
    if (this.#inside < this.#atOnce) this.#inside++;
    else if (!(await this.#turn())) return undefined;
    try {
      return { result: await work() };
    } finally {
      this.#leave();
    }
  }

  #turn(): Promise<boolean> {
    return new Promise((decide) => {
      const enter = () => decide(true);
      this.#waiting.add(enter);
      this.#wait().then(() => {
        if (this.#waiting.delete(enter)) decide(false);
      });
    });
  }

  /** The place goes to the work that has waited longest. */
  #leave(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#inside--;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}
