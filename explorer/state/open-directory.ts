/**
 * One directory while it is open: read page by page to its end, then refreshed while it is on the screen. The client
 * sends ETags, so an unchanged answer has no body, and S3 is not asked.
 */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { EntryJson } from '../../contract/answers/entry.ts';
import { S3dexError } from '../../contract/client/error.ts';
import { combined, type Freshness } from '../../contract/client/freshness.ts';
import { type Change, isEmpty } from '../model/change.ts';
import { Listing, PAGE_ENTRIES, type Stretch } from '../model/listing.ts';
import { isHit } from '../model/notes.ts';
import { MAX_ROWS } from '../model/screen.ts';
import { Turns } from '../model/turns.ts';
import { type Pace, repeat, untilTrue } from './pace.ts';
import type { Service } from './service.ts';

export type Phase =
  | { state: 'reading' }
  /** The whole directory was read. */
  | { state: 'whole' }
  /** The directory has more entries than the page can show. */
  | { state: 'cut' }
  | { state: 'failed'; error: S3dexError };

/** Twice a second, so that a change is visible within a second, including the time for an answer. */
const ASK_AGAIN_MS = 450;
/** While a large directory is read, its rows are sorted and drawn no more often than this. */
const REDRAW_MS = 200;
/** Directories of up to this many entries are drawn after every page. */
const SMALL_ENTRIES = 5 * PAGE_ENTRIES;

/** The freshness of the latest answers, which together cover everything that is shown. */
export interface Shown {
  answers: number;
  hits: number;
  /** The age of the oldest answer. It is a hit only if all answers are hits. */
  freshness: Freshness;
  /** When the oldest answer arrived, epoch ms. Its age grows while no request is sent. */
  asOf: number;
}

export interface OpenDirectoryDeps {
  service: Service;
  pace: Pace;
  now: () => number;
  /** False: the rows are not shown in S3's order, so only the first page is read. */
  readsOn: ReadonlySignal<boolean>;
  /** Rows on the screen, which are refreshed first. */
  visibleRows: () => readonly EntryJson[];
  onChange: (change: Change) => void;
}

export class OpenDirectory {
  readonly bucket: string;
  readonly prefix: string;
  readonly #deps: OpenDirectoryDeps;
  readonly #listing = new Listing();
  readonly #entries = signal<readonly EntryJson[]>([]);
  readonly #phase = signal<Phase>({ state: 'reading' });
  readonly #shown = signal<Shown | undefined>(undefined);
  /** The latest freshness of each stretch, by cursor, and the time that it refers to. */
  readonly #latest = new Map<string | undefined, { freshness: Freshness; asOf: number }>();
  readonly #trouble = signal<S3dexError | undefined>(undefined);
  readonly #turns = new Turns();
  readonly #end = new AbortController();
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(place: { bucket: string; prefix: string }, deps: OpenDirectoryDeps) {
    this.bucket = place.bucket;
    this.prefix = place.prefix;
    this.#deps = deps;
    void this.#read();
    void repeat(deps.pace, ASK_AGAIN_MS, this.#end.signal, () => this.#askAgain());
  }

  /** In S3's order. */
  get entries(): ReadonlySignal<readonly EntryJson[]> {
    return this.#entries;
  }

  get phase(): ReadonlySignal<Phase> {
    return this.#phase;
  }

  /** The directory was read to its end. */
  readonly isWhole: ReadonlySignal<boolean> = computed(() => this.#phase.value.state === 'whole');

  /** Undefined before the first answer. */
  get shown(): ReadonlySignal<Shown | undefined> {
    return this.#shown;
  }

  /** Why the last refresh failed; undefined if it succeeded. */
  get trouble(): ReadonlySignal<S3dexError | undefined> {
    return this.#trouble;
  }

  close(): void {
    this.#end.abort();
  }

  /** Continues after a failure, at the page that failed. */
  retry(): void {
    if (this.#phase.peek().state !== 'failed') return;
    this.#phase.value = { state: 'reading' };
    void this.#read();
  }

  /** Reads everything again from S3 instead of the index; the index stores the answers. */
  async readFromS3(): Promise<void> {
    for (const stretch of this.#listing.stretches) {
      if (this.#end.signal.aborted) return;
      await this.#revise(stretch, true);
    }
  }

  async #read(): Promise<void> {
    try {
      for (let from = this.#listing.next; from !== undefined; from = this.#listing.next) {
        if (this.#listing.entries.length >= MAX_ROWS) break;
        if (from !== 'start') await untilTrue(this.#deps.readsOn, this.#end.signal);
        const cursor = from === 'start' ? {} : { cursor: from.cursor };
        const page = await this.#ask({ ...cursor, limit: PAGE_ENTRIES });
        this.#listing.append(from, page);
        this.#tell(from === 'start' ? undefined : from.cursor, page.freshness);
        this.#draw(false);
      }
      this.#phase.value = { state: this.#listing.next === undefined ? 'whole' : 'cut' };
    } catch (error) {
      if (this.#end.signal.aborted) return;
      this.#phase.value = { state: 'failed', error: asS3dexError(error) };
    }
    this.#draw(true);
  }

  async #askAgain(): Promise<void> {
    // Until the whole directory was read for the first time, only the stretches on the screen are refreshed.
    const isReading = this.#phase.peek().state === 'reading';
    const turn = this.#turns.next(this.#listing.stretches, this.#deps.visibleRows(), isReading);
    try {
      await Promise.all(turn.map((stretch) => this.#revise(stretch, false)));
      this.#trouble.value = undefined;
    } catch (error) {
      if (!this.#end.signal.aborted) this.#trouble.value = asS3dexError(error);
    }
  }

  async #revise(stretch: Stretch, noCache: boolean): Promise<void> {
    const { cursor, limit } = stretch;
    const page = await this.#ask({ cursor, limit, noCache });
    const change = this.#listing.revise(stretch, page);
    this.#tell(cursor, page.freshness);
    if (isEmpty(change)) return;
    this.#draw(true);
    this.#deps.onChange(change);
  }

  #ask(options: { cursor?: string; limit: number; noCache?: boolean }) {
    return this.#deps.service.list(this.bucket, this.prefix, { ...options, signal: this.#end.signal });
  }

  #tell(cursor: string | undefined, freshness: Freshness): void {
    this.#latest.set(cursor, { freshness, asOf: this.#deps.now() - (freshness.age ?? 0) * 1000 });
    const latest = this.#listing.stretches.flatMap((it) => this.#latest.get(it.cursor) ?? []);
    const parts = latest.map((it) => it.freshness);
    this.#shown.value = {
      answers: parts.length,
      hits: parts.filter(isHit).length,
      freshness: combined(parts),
      asOf: Math.min(...latest.map((it) => it.asOf)),
    };
  }

  #draw(mustDraw: boolean): void {
    const now = this.#deps.now();
    const { entries } = this.#listing;
    if (!mustDraw && entries.length > SMALL_ENTRIES && now - this.#drawnAt < REDRAW_MS) return;
    this.#drawnAt = now;
    this.#entries.value = entries;
  }
}

function asS3dexError(error: unknown): S3dexError {
  if (error instanceof S3dexError) return error;
  return new S3dexError({ code: 'bad-answer', detail: String(error), cause: error });
}
