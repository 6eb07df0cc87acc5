/** What the index holds about the open directory. Requested while its card is shown. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { InspectAnswer } from '../../contract/answers/inspect.ts';
import { type Pace, repeat } from './pace.ts';
import { isRefusal } from './refusal.ts';
import type { Service } from './service.ts';

/** Requested less often than the listing, because one inspection reads up to 200 chunks of the index. */
const ASK_AGAIN_MS = 5_000;
/** Several changes within this time cause only one request. */
const AFTER_CHANGE_MS = 400;

export class Inspecting {
  readonly #answer = signal<InspectAnswer | 'refused' | undefined>(undefined);
  readonly #end = new AbortController();
  readonly #ask: () => Promise<void>;
  readonly #pace: Pace;
  #soon = false;

  constructor(service: Service, pace: Pace, { bucket, prefix }: { bucket: string; prefix: string }) {
    this.#pace = pace;
    this.#ask = async () => {
      // Failures are shown by the listing. Here the last answer stays, with its times.
      const answer = await service
        .inspect(bucket, prefix, { signal: this.#end.signal })
        .catch((error: unknown) => (isRefusal(error) ? 'refused' : undefined));
      if (answer && !this.#end.signal.aborted) this.#answer.value = answer;
    };
    // After a failure, the next request is sent only when the directory changes.
    void repeat(pace, ASK_AGAIN_MS, this.#end.signal, async () => {
      if (typeof this.#answer.peek() === 'object') await this.#ask();
    });
  }

  /** Undefined before the first answer. */
  get answer(): ReadonlySignal<InspectAnswer | 'refused' | undefined> {
    return this.#answer;
  }

  /** Called when the directory was read or has changed. */
  askSoon(): void {
    if (this.#soon || this.#answer.peek() === 'refused') return;
    this.#soon = true;
    this.#pace.wait(AFTER_CHANGE_MS, this.#end.signal).then(
      () => {
        this.#soon = false;
        return this.#ask();
      },
      () => {},
    );
  }

  close(): void {
    this.#end.abort();
  }
}
