/** The preview of one object, while it is open. The contents are read from S3 with a URL that the service signs. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { S3dexError } from '../../contract/client.ts';
import type { PreviewKind } from '../model/preview.ts';
import { readText } from './object-text.ts';
import type { Service } from './service.ts';

export type Preview =
  | { state: 'closed' }
  | { state: 'asking' }
  | { state: 'media'; kind: Exclude<PreviewKind, 'text'>; url: string }
  | { state: 'text'; text: string; isCut: boolean }
  | { state: 'failed'; detail: string };

/** If the media cannot be read although its URL was signed within this time, another URL would not help. */
const NEW_URL_MS = 60_000;

export interface PreviewParts {
  service: Pick<Service, 'download'>;
  /** Epoch ms. */
  now: () => number;
}

export class ObjectPreview {
  readonly #parts: PreviewParts;
  readonly #place: { bucket: string; key: string };
  readonly #preview = signal<Preview>({ state: 'closed' });
  /** When the shown URL was signed, by the browser's clock. */
  #signedAtMs = 0;
  #asked: AbortController | undefined;

  constructor(parts: PreviewParts, place: { bucket: string; key: string }) {
    this.#parts = parts;
    this.#place = place;
  }

  get preview(): ReadonlySignal<Preview> {
    return this.#preview;
  }

  async open(kind: PreviewKind): Promise<void> {
    this.close();
    const asked = new AbortController();
    const ended = asked.signal;
    this.#asked = asked;
    this.#preview.value = { state: 'asking' };
    const preview = await this.#ask(kind, ended).catch((error): Preview => {
      return { state: 'failed', detail: error instanceof S3dexError ? error.detail : String(error) };
    });
    if (!ended.aborted) this.#preview.value = preview;
  }

  close(): void {
    this.#asked?.abort();
    this.#preview.value = { state: 'closed' };
  }

  /**
   * Called if the browser could not read the media. A URL that is not new may have expired, so another one is signed.
   */
  async onMediaError(kind: PreviewKind): Promise<void> {
    if (this.#parts.now() - this.#signedAtMs >= NEW_URL_MS) return this.open(kind);
    this.#preview.value = { state: 'failed', detail: 'The browser cannot show it, or S3 did not send it.' };
  }

  async #ask(kind: PreviewKind, ended: AbortSignal): Promise<Preview> {
    const { bucket, key } = this.#place;
    const { url } = await this.#parts.service.download(bucket, key, { signal: ended });
    this.#signedAtMs = this.#parts.now();
    if (kind !== 'text') return { state: 'media', kind, url };
    const read = await readText(url, ended);
    return read.outcome === 'read'
      ? { state: 'text', text: read.text, isCut: read.isCut }
      : { state: 'failed', detail: read.detail };
  }
}
