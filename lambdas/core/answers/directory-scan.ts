/**
 * Walking a directory from a position, in S3's order: pages while they are contiguous and valid, records where they are
 * later, gaps filled by LIST, void names looked at again by the cheapest plan.
 */

import { LIST_MAX_KEYS } from '../../../shared/list-bound.ts';
import { IndexWindow } from '../index/window.ts';
import { type CachedPage, pageAt } from '../model/cached-page.ts';
import { listingIsCheaper } from '../model/cost.ts';
import type { Entry } from '../model/entry.ts';
import { isBeyond, mergePage, type Stretch } from '../model/merge-page.ts';
import type { Directory } from '../model/names.ts';
import { isAfter, justBelow, type Position } from '../model/position.ts';
import { revalidateAll } from '../origin/revalidate.ts';
import { ensureWatch } from '../origin/watch.ts';
import type { Failed } from '../questions/answer.ts';
import type { Engine } from '../request/engine.ts';
import type { ReadContext } from '../request/read-context.ts';
import { fillGap } from './fill-once.ts';

export interface Block {
  outcome: 'block';
  /** Ascending; may be empty while the walk goes on. */
  entries: readonly Entry[];
}

/** A HEAD is refused where a LIST is not: another account's object, one with a key of the customer's own. */
const REFUSALS: ReadonlySet<string> = new Set(['upstream-denied', 'upstream-failed']);

export class DirectoryScan {
  readonly #engine: Engine;
  readonly #context: ReadContext;
  readonly #directory: Directory;
  readonly #filter: string;
  readonly #window: IndexWindow;
  #position: Position;
  #ended = false;
  #run: { through: string; token: string } | undefined;
  /** Gaps filled by this walk; the question may have others beside it. */
  fills = 0;

  constructor(
    engine: Engine,
    context: ReadContext,
    directory: Directory,
    from: { after?: string; filter: string },
  ) {
    this.#engine = engine;
    this.#context = context;
    this.#directory = directory;
    this.#filter = from.filter;
    const start = justBelow(from.filter);
    this.#position =
      from.after !== undefined && start !== undefined && isAfter(start, from.after)
        ? start
        : (from.after ?? start);
    this.#window = new IndexWindow(engine, context, directory);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Would the next step ask S3 for a page? Only known when the index was reached there. */
  async atGap(wanted: number): Promise<boolean> {
    await this.#window.reach(this.#position, wanted);
    return !this.#ended && pageAt(this.#window.pages, this.#position) === undefined;
  }

  /** The next entries, at most `wanted`. */
  async next(wanted: number): Promise<Block | Failed> {
    await this.#window.reach(this.#position, wanted);
    const at = pageAt(this.#window.pages, this.#position);
    if (!at) {
      const failed = await this.#fill(wanted);
      return failed ?? { outcome: 'block', entries: [] };
    }
    const stretch = this.#stretch(at.page, at.through, wanted);
    const again = this.#pagesToListAgain(stretch, this.#position);
    if (again) {
      this.#context.refused(false);
      this.#window.drop(again);
      return { outcome: 'block', entries: [] };
    }
    const stretches = [stretch, ...this.#following(stretch, wanted)];
    const entries = await this.#resolve(stretches);
    if (!entries) return { outcome: 'block', entries: [] };
    if ('outcome' in entries) return entries;
    this.#advance(stretches.at(-1)!.through);
    return { outcome: 'block', entries };
  }

  /** What can be told after this stretch without reading on and without a LIST: its void names are looked at together. */
  #following(first: Stretch, wanted: number): Stretch[] {
    const following: Stretch[] = [];
    let last = first;
    for (let left = wanted - first.items.length; left > 0; left -= last.items.length) {
      const position = last.through;
      if (position === undefined || isBeyond(this.#filter, position) || !this.#window.reaches(position))
        break;
      const at = pageAt(this.#window.pages, position);
      if (!at) break;
      const stretch = this.#stretch(at.page, at.through, left, position);
      // The records that were read end here.
      if (stretch.through !== undefined && !isAfter(stretch.through, position)) break;
      if (this.#pagesToListAgain(stretch, position)) break;
      following.push(stretch);
      last = stretch;
    }
    return following;
  }

  /** True when one more name is known to follow, or when it is not known whether one does. Notes what says that none does. */
  mayHaveMore(): boolean {
    if (this.#ended) return false;
    const emptyStretches: Stretch[] = [];
    let position = this.#position;
    for (;;) {
      const at = pageAt(this.#window.pages, position);
      if (!at) return true;
      const stretch = this.#stretch(at.page, at.through, 1, position);
      const first = stretch.items[0];
      if (first !== undefined) return true;
      emptyStretches.push(stretch);
      if (stretch.through === undefined || isBeyond(this.#filter, stretch.through)) {
        // "No more" is a claim of the answer, as old as the pages it comes from.
        for (const empty of emptyStretches) this.#noteUse(empty);
        return false;
      }
      // The records that were read end here: past them nothing is known.
      if (!isAfter(stretch.through, position)) return true;
      position = stretch.through;
    }
  }

  /** S3 failed: go on with expired pages as far as they are not void. */
  fallBackToStale(): void {
    this.#context.staleIfError = true;
    this.#window.rejudge();
  }

  #advance(through: string | undefined): void {
    this.#position = through;
    if (through === undefined || isBeyond(this.#filter, through)) this.#ended = true;
  }

  #stretch(
    page: CachedPage,
    pageThrough: string | undefined,
    wanted: number,
    position = this.#position,
  ): Stretch {
    const { records, recordsThrough } = this.#window;
    const by = this.#context.policyFor(this.#directory.prefix);
    return mergePage({
      page,
      pageThrough,
      position,
      wanted,
      filter: this.#filter,
      records,
      recordsThrough,
      by,
    });
  }

  /**
   * This page and those that follow it within one LIST's reach, when listing them again is cheaper than looking at each of
   * their void names.
   */
  #pagesToListAgain(stretch: Stretch, from: Position): ReadonlySet<CachedPage> | undefined {
    if (stretch.voids.length === 0 || stretch.page.fresh || this.#context.forbidsS3()) return undefined;
    const pages = new Set<CachedPage>();
    const voids: string[] = [];
    let span = 0;
    let position = from;
    for (;;) {
      const at = pageAt(this.#window.pages, position);
      if (!at || at.page.fresh || span + at.page.entries.length > LIST_MAX_KEYS) break;
      // All of the page, however little of it is wanted now: small pages must not look at one name after the other.
      const part = this.#stretch(at.page, at.through, Number.POSITIVE_INFINITY, position);
      pages.add(at.page);
      voids.push(...part.voids);
      span += at.page.entries.length;
      if (at.through === undefined || isBeyond(this.#filter, at.through)) break;
      position = at.through;
    }
    return listingIsCheaper(voids, span) ? pages : undefined;
  }

  /** Undefined: S3 will not say of a single name what it lists, so the pages of void names are to be listed again. */
  async #resolve(stretches: readonly Stretch[]): Promise<readonly Entry[] | Failed | undefined> {
    const items = stretches.flatMap((stretch) => stretch.items);
    const voids = stretches.flatMap((stretch) => stretch.voids);
    if (voids.length === 0) {
      for (const stretch of stretches) this.#noteUse(stretch);
      return items as Entry[];
    }
    const watch = this.#context.storing
      ? await ensureWatch(this.#engine, this.#context, this.#directory)
      : undefined;
    const looked = await revalidateAll(this.#engine, this.#context, this.#directory, voids, watch);
    if ('outcome' in looked) {
      if (!REFUSALS.has(looked.code)) return looked;
      this.#window.drop(new Set(stretches.filter((it) => it.voids.length > 0).map(({ page }) => page)));
      return undefined;
    }
    for (const stretch of stretches) this.#noteUse(stretch);
    return items.flatMap((item): Entry[] => {
      if (typeof item !== 'string') return [item];
      const { found } = looked.get(item)!;
      if (found.says === 'absent') return [];
      return [found.says === 'object' ? { ...found.entry, name: item } : { type: 'directory', name: item }];
    });
  }

  #noteUse({ page, used }: Stretch): void {
    if (!page.fresh) for (const observed of [page, ...used]) this.#context.used(observed);
  }

  async #fill(wanted: number): Promise<Failed | undefined> {
    this.fills++;
    const token = this.#run?.through === this.#position ? this.#run?.token : undefined;
    const filled = await fillGap(this.#engine, this.#context, this.#directory, this.#window, {
      after: this.#position,
      wanted,
      ...(token !== undefined && { token }),
    });
    if (filled.outcome === 'failed') return filled;
    if (filled.outcome === 'filled') {
      this.#run =
        filled.token !== undefined && filled.page.through !== undefined
          ? { through: filled.page.through, token: filled.token }
          : undefined;
    }
    return undefined;
  }
}
