/**
 * Finds the parts of a page that the index holds, if it does not hold the whole page: names whose event was just
 * processed are void, and parts may have expired. S3 is not asked.
 */
import { compareNames } from '../../shared/byte-order.ts';
import { PAGE_NAMES, type Place, readPage } from './page.ts';
import { type Part, partOf, partOfName, type Range } from './part.ts';
import { glanceAtName, readName } from './read-name.ts';

/** After a part that is held, this many times more names are read at once; after one that is not, fewer. */
const STEP_FACTOR = 4;
/** A page that has expired is not asked for name by name: after this many misses in a row, names are skipped. */
const MISSES_BEFORE_SKIP = 16;
/** So about 80 names of a page of 1,000 are asked for if the index holds nothing of it. */
const SKIP_NAMES = 16;

const END = Symbol('the end of the range');

/** A name, or `undefined` before the first one. */
type Position = string | undefined | typeof END;

export interface Held {
  parts: Part[];
  /** Known names that were skipped. The index may hold them. */
  notChecked: ReadonlySet<string>;
}

/** `names`: the known names of the range, in S3's order. */
export function heldParts(place: Place, range: Range, names: readonly string[]): Promise<Held> {
  return new Search(place, range, names).run();
}

class Search {
  readonly #place: Place;
  readonly #range: Range;
  readonly #names: readonly string[];
  readonly #parts: Part[] = [];
  /** Names about which every kind of request was sent. */
  readonly #askedFor = new Set<string>();

  constructor(place: Place, range: Range, names: readonly string[]) {
    this.#place = place;
    this.#range = range;
    this.#names = names;
  }

  async run(): Promise<Held> {
    const names = this.#names;
    let missesInARow = 0;
    let after = await this.#readBehind(this.#range.after);
    for (let next = this.#nextTo(after); next < names.length; next = this.#nextTo(after)) {
      const { at, isMiss } =
        missesInARow < MISSES_BEFORE_SKIP ? { at: next, isMiss: false } : await this.#skip(next);
      const name = names[at]!;
      const isHeld = !isMiss && (await this.#isHeld(name));
      after = isMiss ? name : await this.#readBehind(name);
      missesInARow = isHeld || after !== name ? 0 : missesInARow + 1;
    }
    const isChecked = (name: string) =>
      this.#askedFor.has(name) || this.#parts.some(({ covers }) => covers(name));
    return { parts: this.#parts, notChecked: new Set(names.filter((name) => !isChecked(name))) };
  }

  /** Index of the first known name behind the position. */
  #nextTo(after: Position): number {
    if (after === undefined) return 0;
    const next = after === END ? -1 : this.#names.findIndex((name) => compareNames(name, after) > 0);
    return next === -1 ? this.#names.length : next;
  }

  /**
   * Reads what the index holds directly behind a position, also names that only the index has. Returns the end of it,
   * which is the same position if it holds nothing there.
   */
  async #readBehind(position: string | undefined): Promise<Position> {
    let after = position;
    for (let limit = 1; !this.#isAtEnd(after); ) {
      const page = await readPage(this.#place, { after, limit, from: 'index' });
      if (page) {
        this.#parts.push(partOf(page, { ...this.#range, after }));
        if (page.through === undefined) return END;
        after = page.through;
        limit = Math.min(limit * STEP_FACTOR, PAGE_NAMES);
      } else if (limit === 1) {
        return after;
      } else {
        limit = Math.max(1, Math.floor(limit / STEP_FACTOR));
      }
    }
    return END;
  }

  #isAtEnd(after: string | undefined): boolean {
    const { through } = this.#range;
    return after !== undefined && through !== undefined && compareNames(after, through) >= 0;
  }

  async #isHeld(name: string): Promise<boolean> {
    this.#askedFor.add(name);
    const held = await readName(this.#place, name, 'index');
    if (held) this.#parts.push(partOfName(name, held));
    return held !== undefined;
  }

  /**
   * Skips names. If the index holds something at the end of the skipped ones, returns the first of them from where it
   * does, by bisection. The name before `next` must be one that it does not hold. `isMiss`: it holds nothing there.
   */
  async #skip(next: number): Promise<{ at: number; isMiss: boolean }> {
    let miss = next - 1;
    let at = Math.min(miss + SKIP_NAMES, this.#names.length - 1);
    if (!(await this.#isHeldAround(at))) return { at, isMiss: true };
    while (at - miss > 1) {
      const middle = Math.floor((miss + at) / 2);
      if (await this.#isHeldAround(middle)) at = middle;
      else miss = middle;
    }
    return { at, isMiss: false };
  }

  /** Whether the index holds the name, or what is directly behind it. */
  async #isHeldAround(at: number): Promise<boolean> {
    const name = this.#names[at]!;
    if ((await glanceAtName(this.#place, name)) !== undefined) return true;
    if (this.#isAtEnd(name)) return false;
    return (await readPage(this.#place, { after: name, limit: 1, from: 'index' })) !== undefined;
  }
}
