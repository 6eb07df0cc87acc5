/**
 * Walking a directory from a position, in S3's order: pages while they are contiguous and valid, records where they are
 * later, gaps filled by LIST, void names looked at again by the cheapest plan.
 */
import { type Known, knownOf } from './claims.ts';
import { listingIsCheaper } from './cost.ts';
import type { Engine } from './engine.ts';
import type { Entry } from './entry.ts';
import { fillGap } from './fill-gap.ts';
import { type HeldPage, pageAt, slice } from './held.ts';
import { IndexWindow } from './index-window.ts';
import type { Inquiry } from './inquiry.ts';
import { lookAtAll } from './look.ts';
import type { Directory } from './names.ts';
import { compareNames } from './order.ts';
import { isAfter, isWithin, justBelow, type Position } from './position.ts';
import type { Failed } from './questions.ts';
import type { StoredRecord } from './record.ts';
import { ensureWatch } from './watch.ts';

export interface Block {
  outcome: 'block';
  /** Ascending; may be empty while the walk goes on. */
  entries: readonly Entry[];
}

/** A stretch of the directory with what is known of it, void names in their places. */
interface Stretch {
  /** Present entries, and void names as strings, ascending. */
  items: (Entry | string)[];
  voids: string[];
  /** The stretch speaks for the names up to here; undefined: to the end. */
  through: string | undefined;
  page: HeldPage;
  /** Records that were used beside the page. */
  used: { observedAt: number; endsAt: number }[];
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

  /** True when one more name is known to follow, or when it is not known whether one does. */
  mayHaveMore(): boolean {
    if (this.#ended) return false;
    let position = this.#position;
    for (;;) {
      const at = pageAt(this.#window.pages, position);
      if (!at) return true;
      const stretch = this.#stretch(at.page, at.through, 1, position);
      const first = stretch.items[0];
      if (first !== undefined) return true;
      if (stretch.through === undefined || this.#isBeyondFilter(stretch.through)) return false;
      position = stretch.through;
    }
  }

  /** S3 failed: go on with expired pages as far as they are not void. */
  fallBackToStale(): void {
    this.#inquiry.staleIfError = true;
    this.#window.rejudge();
  }

  #isBeyondFilter(name: string): boolean {
    return !name.startsWith(this.#filter) && compareNames(name, this.#filter) > 0;
  }

  #advance(through: string | undefined): void {
    this.#position = through;
    if (through === undefined || this.#isBeyondFilter(through)) this.#ended = true;
  }

  /** What is known from the position on, by one page and the records, up to `wanted` entries. Pure but for noting its use. */
  #stretch(
    page: HeldPage,
    pageThrough: string | undefined,
    wanted: number,
    position = this.#position,
  ): Stretch {
    const { recordsThrough } = this.#window;
    const limited = recordsThrough !== undefined && !page.fresh && isWithin(recordsThrough, pageThrough);
    const through = limited ? recordsThrough : pageThrough;
    const listed = slice(page.entries, position, through);
    const records = page.fresh ? [] : recordsIn(this.#window.records, position, through);
    const by = this.#inquiry.judgeFor(this.#directory.prefix);
    const stretch: Stretch = { items: [], voids: [], through, page, used: [] };
    let i = 0;
    let r = 0;
    while (i < listed.length || r < records.length) {
      const entry = listed[i];
      const record = records[r];
      const order =
        entry === undefined ? 1 : record === undefined ? -1 : compareNames(entry.name, record.name);
      const name = order <= 0 ? entry!.name : record!.name;
      if (this.#isBeyondFilter(name)) break;
      if (order <= 0) i++;
      if (order >= 0) r++;
      if (!name.startsWith(this.#filter)) continue;
      if (order < 0) {
        stretch.items.push(entry!);
      } else {
        const claim = {
          entry: order === 0 ? entry : undefined,
          observedAt: page.observedAt,
          endsAt: page.endsAt,
          fresh: page.fresh,
        };
        const known: Known = knownOf(name, claim, record, by);
        if (known.state === 'void') stretch.voids.push(name);
        else if (known.observedAt !== page.observedAt) stretch.used.push(known);
        if (known.state === 'absent') continue;
        stretch.items.push(known.state === 'present' ? known.entry : name);
      }
      if (stretch.items.length === wanted) {
        const more = i < listed.length || r < records.length;
        if (more) stretch.through = name;
        break;
      }
    }
    return stretch;
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
      if (at.through === undefined || this.#isBeyondFilter(at.through)) break;
      position = at.through;
    }
    if (!listingIsCheaper(voids, span)) return false;
    this.#inquiry.refused(false);
    this.#window.drop(pages);
    return true;
  }

  async #resolve(stretch: Stretch): Promise<readonly Entry[] | Failed> {
    if (!stretch.page.fresh)
      for (const observed of [stretch.page, ...stretch.used]) this.#inquiry.used(observed);
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

/** The records in (after, through]; both lists ascend. */
function recordsIn(
  records: readonly StoredRecord[],
  after: Position,
  through: string | undefined,
): readonly StoredRecord[] {
  return records.filter(({ name }) => isAfter(name, after) && isWithin(name, through));
}
