/**
 * A directory that the service has sorted or filtered as a whole, for directories that the page has not read to their
 * end. The first page is requested repeatedly, so that the newest entries appear at the top.
 */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { EntryJson } from '../../contract/answers/entry.ts';
import { S3dexError } from '../../contract/client/error.ts';
import type { PageOptions } from '../../contract/client.ts';
import { type Arrangement, isPattern, isSearchBelow } from '../model/arrange.ts';
import { areSameRows, refreshedRows } from '../model/refreshed-rows.ts';
import { serviceSort } from '../model/sort.ts';
import { type Pace, repeat } from './pace.ts';
import type { Service } from './service.ts';

/** About two screens; scrolling loads more. */
const PAGE_ROWS = 200;
/** The most rows that one request returns. Each refresh requests the held rows again, up to this number. */
const MAX_PAGE_ROWS = 1_000;
/**
 * Pages of directories that are read before the other rows. If there are more, the reader can find them with a
 * filter.
 */
const MAX_DIRECTORY_PAGES = 20;
/** Twice a second, like the rows in S3's order. */
const ASK_AGAIN_MS = 450;

export type OrderPhase =
  | { state: 'asking' }
  /** `more`: there are rows after those held. */
  | { state: 'there'; more: boolean }
  | { state: 'failed'; error: S3dexError };

export interface ServiceOrderDeps {
  service: Service;
  pace: Pace;
}

export class ServiceOrder {
  readonly #place: { bucket: string; prefix: string };
  readonly #arrangement: Arrangement;
  readonly #deps: ServiceOrderDeps;
  readonly #rows = signal<readonly EntryJson[]>([]);
  /** Shown before all other rows if folders come first. */
  readonly #directories = signal<readonly EntryJson[]>([]);
  readonly #phase = signal<OrderPhase>({ state: 'asking' });
  readonly #end = new AbortController();
  #next: string | undefined;
  #isReadingOn = false;

  constructor(place: { bucket: string; prefix: string }, arrangement: Arrangement, deps: ServiceOrderDeps) {
    this.#place = place;
    this.#arrangement = arrangement;
    this.#deps = deps;
    void this.#askFirst();
    void repeat(deps.pace, ASK_AGAIN_MS, this.#end.signal, () => this.#askFirst());
  }

  readonly rows: ReadonlySignal<readonly EntryJson[]> = computed(() =>
    this.#directories.value.length === 0
      ? this.#rows.value
      : [...this.#directories.value, ...this.#rows.value],
  );

  get phase(): ReadonlySignal<OrderPhase> {
    return this.#phase;
  }

  close(): void {
    this.#end.abort();
  }

  /** Requests the next page when the reader scrolls near the last held row. */
  async readOn(): Promise<void> {
    const from = this.#next;
    if (this.#isReadingOn || from === undefined) return;
    this.#isReadingOn = true;
    try {
      const page = await this.#ask(PAGE_ROWS, from);
      // In the meantime the rows were replaced, and they end at another row.
      if (this.#next !== from) return;
      const held = new Set(this.#rows.peek().map(({ name }) => name));
      this.#rows.value = [...this.#rows.peek(), ...page.entries.filter(({ name }) => !held.has(name))];
      this.#next = page.nextCursor;
      this.#phase.value = { state: 'there', more: this.#next !== undefined };
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isReadingOn = false;
    }
  }

  async #askFirst(): Promise<void> {
    try {
      const limit = Math.min(MAX_PAGE_ROWS, Math.max(PAGE_ROWS, this.#rows.peek().length));
      const [page, directories] = await Promise.all([this.#ask(limit), this.#askDirectories()]);
      this.#directories.value = directories;
      const before = this.#rows.peek();
      const { rows, endsAsBefore } = refreshedRows(before, page.entries);
      if (!endsAsBefore) this.#next = page.nextCursor;
      if (!areSameRows(before, rows)) this.#rows.value = rows;
      this.#phase.value = { state: 'there', more: this.#next !== undefined };
    } catch (error) {
      this.#fail(error);
    }
  }

  #ask(limit: number, cursor?: string) {
    const { sort, foldersFirst } = this.#arrangement;
    const options: PageOptions = {
      ...this.#filter(),
      sort: serviceSort(sort),
      limit,
      type: foldersFirst ? 'object' : undefined,
      recursive: isSearchBelow(this.#arrangement),
      cursor,
    };
    return this.#deps.service.list(this.#place.bucket, this.#place.prefix, options);
  }

  async #askDirectories(): Promise<readonly EntryJson[]> {
    if (!this.#arrangement.foldersFirst || isSearchBelow(this.#arrangement)) return [];
    const { sort } = this.#arrangement;
    const options: PageOptions = {
      ...{ ...this.#filter(), type: 'directory', limit: MAX_PAGE_ROWS },
      sort: sort.by === 'name' && sort.descending ? '-name' : 'name',
    };
    const directories: EntryJson[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < MAX_DIRECTORY_PAGES; page++) {
      const { bucket, prefix } = this.#place;
      const { entries, nextCursor } = await this.#deps.service.list(bucket, prefix, { ...options, cursor });
      directories.push(...entries);
      cursor = nextCursor;
      if (cursor === undefined) break;
    }
    return directories;
  }

  #filter() {
    const { filter } = this.#arrangement;
    const { signal } = this.#end;
    if (filter === '') return { signal };
    return isPattern(this.#arrangement) ? { signal, glob: filter } : { signal, contains: filter };
  }

  #fail(error: unknown): void {
    if (this.#end.signal.aborted) return;
    const known =
      error instanceof S3dexError
        ? error
        : new S3dexError({ code: 'bad-answer', detail: String(error), cause: error });
    // Rows that are already shown stay, because the next attempt may succeed.
    if (this.#rows.peek().length === 0) this.#phase.value = { state: 'failed', error: known };
  }
}
