/** The pages of one question that are being written to the index while the question continues. */
import { type Evidence, NO_EVIDENCE, NOT_STORED } from './evidence.ts';

/** Storing a page takes two rounds of writes. So this many pages may be written at the same time. */
const STORES_AT_ONCE = 3;

export class Stores {
  readonly #begun: Promise<boolean>[] = [];

  add(stored: Promise<boolean>): void {
    this.#begun.push(stored);
  }

  /** Waits until another page may be listed. If the table is slow, pages must not accumulate in memory. */
  async room(): Promise<void> {
    await this.#begun.at(-STORES_AT_ONCE);
  }

  /** Waits until everything is written, because Lambda freezes a function after it has answered. */
  async ended(): Promise<Evidence> {
    const stored = await Promise.all(this.#begun);
    return stored.includes(false) ? NOT_STORED : NO_EVIDENCE;
  }
}
