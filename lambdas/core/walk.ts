/**
 * Walking a directory from a position, in S3's order: pages while they are contiguous and valid, records where they are
 * later, gaps filled by LIST, void names looked at again by the cheapest plan.
 */
import { listingIsCheaper } from './cost.ts';
import type { Engine } from './engine.ts';
import type { Entry } from './entry.ts';
import { fillGap } from './fill-gap.ts';
import { type HeldPage, pageAt } from './held.ts';
import { IndexWindow } from './index-window.ts';
import type { Inquiry } from './inquiry.ts';
import { lookAtAll } from './look.ts';
import type { Directory } from './names.ts';
import { isAfter, justBelow, type Position } from './position.ts';
import type { Failed } from './questions.ts';
import { isBeyond, type Stretch, stretchOf } from './stretch.ts';
import { ensureWatch } from './watch.ts';

export interface Block {
  outcome: 'block';
  /** Ascending; may be empty while the walk goes on. */
  entries: readonly Entry[];
}

/** Names one LIST answers: pages are listed again together up to so many. */
const LIST_NAMES = 1_000;

export class Walk {
  readonly #engine: Engine;
  readonly #inquiry: Inquiry;
  readonly #directory: Directory;
  readonly #filter: string;
  readonly #window: IndexWindow;
  #position: Position;
  #ended = false;
  #run: { through: string; token: string } | undefined;

  constructor(
    engine: Engine,
    inquiry: Inquiry,
    directory: Directory,
    from: { after?: string; filter: string },
  ) {
    this.#engine = engine;
    this.#inquiry = inquiry;
    this.#directory = directory;
    this.#filter = from.filter;
    const start = justBelow(from.filter);
    this.#position =
      from.after !== undefined && start !== undefined && isAfter(start, from.after)
        ? start
        : (from.after ?? start);
    this.#window = new IndexWindow(engine, inquiry, directory);
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
    if (stretch.voids.length > 0 && !stretch.page.fresh && this.#listAgain(stretch))
      return { outcome: 'block', entries: [] };
    const entries = await this.#resolve(stretch);
    if ('outcome' in entries) return entries;
    this.#advance(stretch.through);
    return { outcome: 'block', entries };
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
    this.#inquiry.staleIfError = true;
    this.#window.rejudge();
  }

  #advance(through: string | undefined): void {
    this.#position = through;
    if (through === undefined || isBeyond(this.#filter, through)) this.#ended = true;
  }

  #stretch(
    page: HeldPage,
    pageThrough: string | undefined,
    wanted: number,
    position = this.#position,
  ): Stretch {
    const { records, recordsThrough } = this.#window;
    const by = this.#inquiry.judgeFor(this.#directory.prefix);
    return stretchOf({
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
   * Takes this page, and those that follow it within one LIST's reach, out of use when listing them again is cheaper than
   * looking at each of their void names.
   */
  #listAgain(stretch: Stretch): boolean {
    if (this.#inquiry.forbidsS3()) return false;
    const pages = new Set<HeldPage>();
    const voids: string[] = [];
    let span = 0;
    let position = this.#position;
    for (;;) {
      const at = pageAt(this.#window.pages, position);
      if (!at || at.page.fresh || span + at.page.entries.length > LIST_NAMES) break;
      const part =
        pages.size === 0 ? stretch : this.#stretch(at.page, at.through, Number.POSITIVE_INFINITY, position);
      pages.add(at.page);
      voids.push(...part.voids);
      span += at.page.entries.length;
      if (at.through === undefined || isBeyond(this.#filter, at.through)) break;
      position = at.through;
    }
    if (!listingIsCheaper(voids, span)) return false;
    this.#inquiry.refused(false);
    this.#window.drop(pages);
    return true;
  }

  async #resolve(stretch: Stretch): Promise<readonly Entry[] | Failed> {
    this.#noteUse(stretch);
    if (stretch.voids.length === 0) return stretch.items as Entry[];
    const watch = this.#inquiry.storing
      ? await ensureWatch(this.#engine, this.#inquiry, this.#directory)
      : undefined;
    const looked = await lookAtAll(this.#engine, this.#inquiry, this.#directory, stretch.voids, watch);
    if ('outcome' in looked) return looked;
    return stretch.items.flatMap((item): Entry[] => {
      if (typeof item !== 'string') return [item];
      const { found } = looked.get(item)!;
      if (found.says === 'absent') return [];
      return [found.says === 'object' ? { ...found.entry, name: item } : { type: 'directory', name: item }];
    });
  }

  #noteUse({ page, used }: Stretch): void {
    if (!page.fresh) for (const observed of [page, ...used]) this.#inquiry.used(observed);
  }

  async #fill(wanted: number): Promise<Failed | undefined> {
    const token = this.#run?.through === this.#position ? this.#run?.token : undefined;
    const filled = await fillGap(this.#engine, this.#inquiry, this.#directory, this.#window, {
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

  /** The position reached, for a cursor. */
  get position(): Position {
    return this.#position;
  }
}
