/** The served buckets. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { BucketsAnswer } from '../../contract/answers/buckets.ts';
import { S3dexError } from '../../contract/client/error.ts';
import type { Service } from './service.ts';

export type Buckets =
  | { state: 'asking' }
  | { state: 'there'; buckets: BucketsAnswer['buckets'] }
  | { state: 'failed'; error: S3dexError };

export class BucketsQuestion {
  readonly #service: Service;
  readonly #answer = signal<Buckets>({ state: 'asking' });

  constructor(service: Service) {
    this.#service = service;
    void this.ask();
  }

  get answer(): ReadonlySignal<Buckets> {
    return this.#answer;
  }

  async ask(): Promise<void> {
    try {
      const { buckets } = await this.#service.buckets();
      this.#answer.value = { state: 'there', buckets };
    } catch (error) {
      if (error instanceof S3dexError) this.#answer.value = { state: 'failed', error };
      else throw error;
    }
  }
}
