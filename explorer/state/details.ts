/** Everything S3 knows about one object, while its details are open. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { type Fresh, type NotFound, type ObjectStat, S3dexError } from '../../contract/client.ts';
import { ObjectPreview, type PreviewParts } from './preview.ts';
import type { Service } from './service.ts';

export type Details =
  | { state: 'asking' }
  | { state: 'there'; object: Fresh<ObjectStat> }
  | { state: 'gone'; answer: Fresh<NotFound> }
  | { state: 'failed'; detail: string };

export class ObjectDetails {
  readonly bucket: string;
  readonly key: string;
  readonly preview: ObjectPreview;
  readonly #service: Service;
  readonly #details = signal<Details>({ state: 'asking' });

  constructor(parts: PreviewParts & { service: Service }, { bucket, key }: { bucket: string; key: string }) {
    this.bucket = bucket;
    this.key = key;
    this.#service = parts.service;
    this.preview = new ObjectPreview(parts, { bucket, key });
    void this.ask();
  }

  get details(): ReadonlySignal<Details> {
    return this.#details;
  }

  /** Also called when the directory's listing shows a changed object. */
  async ask(): Promise<void> {
    try {
      const answer = await this.#service.stat(this.bucket, this.key, { detail: 'full' });
      // Otherwise only a directory has this name, and there is no object.
      if (answer.found && answer.type === 'object') this.#show(answer);
      else
        this.#details.value = {
          state: 'gone',
          answer: { found: false, key: this.key, freshness: answer.freshness },
        };
    } catch (error) {
      this.#details.value = {
        state: 'failed',
        detail: error instanceof S3dexError ? error.detail : String(error),
      };
    }
  }

  /** If the object has changed, the preview of its earlier contents is closed. */
  #show(object: Fresh<ObjectStat>): void {
    const before = this.#details.peek();
    if (before.state === 'there' && before.object.etag !== object.etag) this.preview.close();
    this.#details.value = { state: 'there', object };
  }
}
