import type { Applied } from '../model/change.ts';

/** The outcome of each change of a batch: its first failure, otherwise whether anything was written for it. */
export class Outcomes {
  readonly #count: number;
  readonly #failures = new Map<number, unknown>();
  readonly #marked = new Set<number>();

  constructor(count: number) {
    this.#count = count;
  }

  failed(index: number): boolean {
    return this.#failures.has(index);
  }

  /** Runs work that these changes share. `work` returns whether anything was written. */
  async settle(indexes: ReadonlySet<number>, work: () => Promise<boolean>): Promise<void> {
    try {
      if (await work()) for (const index of indexes) this.#marked.add(index);
    } catch (error) {
      for (const index of indexes) if (!this.#failures.has(index)) this.#failures.set(index, error);
    }
  }

  all(): PromiseSettledResult<Applied>[] {
    return Array.from({ length: this.#count }, (_, index) => {
      if (this.#failures.has(index)) return { status: 'rejected', reason: this.#failures.get(index) };
      return { status: 'fulfilled', value: this.#marked.has(index) ? 'marked' : 'unwatched' };
    });
  }
}
