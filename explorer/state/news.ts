/** Names in the open directory that appeared or changed recently. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Change } from '../model/change.ts';
import type { Pace } from './pace.ts';

/** How long a changed row is highlighted. */
const NEWS_MS = 6_000;

export class News {
  readonly #wait: Pace['wait'];
  readonly #names = signal<ReadonlySet<string>>(new Set());
  readonly #latest = signal<Change | undefined>(undefined);

  constructor({ wait }: Pick<Pace, 'wait'>) {
    this.#wait = wait;
  }

  get names(): ReadonlySignal<ReadonlySet<string>> {
    return this.#names;
  }

  get latest(): ReadonlySignal<Change | undefined> {
    return this.#latest;
  }

  /** Called when another directory is opened. */
  clear(): void {
    this.#names.value = new Set();
  }

  tell(change: Change, ended: AbortSignal): void {
    const passing = new Set([...change.appeared, ...change.altered]);
    this.#names.value = this.#names.peek().union(passing);
    this.#latest.value = change;
    this.#wait(NEWS_MS, ended).then(
      () => {
        this.#names.value = this.#names.peek().difference(passing);
      },
      () => {},
    );
  }
}
