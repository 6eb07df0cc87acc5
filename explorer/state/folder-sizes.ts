/**
 * How much is below each subdirectory of the open directory. Requested when the reader asks for it, and again after
 * changes.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import { S3dexError, type UsageAnswer } from '../../contract/client.ts';
import { type Pace, repeat } from './pace.ts';
import type { Service } from './service.ts';

export type FolderUsage = NonNullable<UsageAnswer['children']>[number];

export type FolderSizes =
  | { state: 'asking'; objects: number }
  /** `byPrefix`: by the directory's whole prefix. `complete`: false while the service is still reading the tree. */
  | { state: 'there'; byPrefix: ReadonlyMap<string, FolderUsage>; total: UsageAnswer; complete: boolean }
  | { state: 'failed'; detail: string };

/** Maximum number of requests for one answer. Each reads some hundred thousand keys that were not known before. */
const MAX_REQUESTS = 1_000;
const ASK_AGAIN_MS = 5_000;

export class FolderSizesQuestion {
  readonly #service: Service;
  readonly #place: { bucket: string; prefix: string };
  readonly #answer = signal<FolderSizes>({ state: 'asking', objects: 0 });
  readonly #end = new AbortController();
  #isAsking = false;

  constructor(service: Service, pace: Pace, place: { bucket: string; prefix: string }) {
    this.#service = service;
    this.#place = place;
    void this.ask();
    // The listing does not show changes in subdirectories, so the totals are requested repeatedly.
    void repeat(pace, ASK_AGAIN_MS, this.#end.signal, () => this.ask());
  }

  get answer(): ReadonlySignal<FolderSizes> {
    return this.#answer;
  }

  close(): void {
    this.#end.abort();
  }

  async ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      await this.#askToTheEnd();
    } catch (error) {
      if (this.#end.signal.aborted) return;
      const detail = error instanceof S3dexError ? error.detail : String(error);
      this.#answer.value = { state: 'failed', detail };
    } finally {
      this.#isAsking = false;
    }
  }

  async #askToTheEnd(): Promise<void> {
    const { bucket, prefix } = this.#place;
    let seen = -1;
    for (let request = 0; request < MAX_REQUESTS; request++) {
      const total = await this.#service.usage(bucket, prefix, { depth: 1, signal: this.#end.signal });
      const byPrefix = new Map((total.children ?? []).map((child) => [child.prefix, child]));
      this.#answer.value = { state: 'there', byPrefix, total, complete: total.complete };
      // If a request made no progress, further requests would not help.
      if (total.complete || total.objects <= seen) return;
      seen = total.objects;
    }
  }
}
