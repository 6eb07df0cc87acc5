/** Limits how much work runs at the same time. Further work waits for a bounded time and is then refused. */
export class Turnstile {
  readonly #atOnce: number;
  readonly #wait: () => Promise<void>;
  #inside = 0;
  /** Waiting work, in order of arrival. */
  readonly #waiting = new Set<() => void>();

  /** `wait`: resolves after the longest time that work may wait. */
  constructor({ atOnce, wait }: { atOnce: number; wait: () => Promise<void> }) {
    this.#atOnce = atOnce;
    this.#wait = wait;
  }

  /** Runs the work when it is its turn. Returns `undefined` if it had to wait too long. */
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

  /** Gives the free place to the work that has waited longest. */
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
