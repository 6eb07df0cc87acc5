/**
 * Makes pages of directories from a flat listing, so that a fill also answers browsing. The listing is one chain of
 * LISTs, in order. Each part of a directory is returned when the chain has passed it. Its time is that of the
 * earliest LIST that it comes from. Pure, except for the state between two pages.
 *
 *     a/1  a/2  a/b/3  a/c/4  |  a/c/5  a/d  z          two LISTs
 *     a/     1  2  b/  c/            d                  one page of a/, END after d, as old as the first LIST
 *     a/c/                4          5                  one page of a/c/
 *
 * If the chain begins or ends inside a directory, so does the page of the directory. If the chain covers only a part
 * of a subdirectory's keys, the page says only that the subdirectory exists, and only if one of its keys was seen.
 */
import { DELIMITER } from '../../../shared/keys.ts';
import type { Entry } from '../model/entry.ts';
import {
  END,
  endsAfter,
  isAfter,
  type NameRange,
  type Position,
  type RangeEnd,
  START,
} from '../model/range.ts';

/**
 * A part of this many entries (several LIST responses) is returned early, so that a large directory is not kept in
 * memory as a whole.
 */
const CUT_AT_ENTRIES = 4_000;

/** Times of several LISTs: of each kind, the earliest one. */
interface Dates {
  observedAt: number;
  watchedUntil: number;
}

/** A part of a directory. Names are relative to the directory; the directory is relative to the fill's prefix. */
export interface DirectoryPart extends NameRange, Dates {
  directory: string;
  entries: readonly Entry[];
}

/** One LIST response of the chain. */
export interface FlatPage extends Dates {
  entries: readonly Entry[];
}

interface Open extends Dates {
  directory: string;
  after: Position;
  entries: Entry[];
}

export class DirectoryCutter {
  /** The epoch of all LISTs in the chain. */
  readonly epoch: string;
  /** The chain covers the names after this position. */
  readonly #start: Position;
  /** The directories that contain the last key, outermost first. */
  #open: Open[] = [];

  constructor(start: Position, epoch: string) {
    this.#start = start;
    this.epoch = epoch;
  }

  /**
   * Returns a copy. The next page is added to the copy; if its parts cannot be stored, this state is still usable.
   */
  copy(): DirectoryCutter {
    const copy = new DirectoryCutter(this.#start, this.epoch);
    copy.#open = this.#open.map((open) => ({ ...open, entries: [...open.entries] }));
    return copy;
  }

  /** Adds a page. Returns the parts that it completes. */
  take({ entries, observedAt, watchedUntil }: FlatPage): DirectoryPart[] {
    const dates: Dates = { observedAt, watchedUntil };
    const parts: DirectoryPart[] = [];
    // The directories in which the chain begins are also entered, because its first key may already be after them.
    if (this.#open.length === 0) for (const directory of pathOf(this.#start)) this.#enter(directory, dates);
    for (const open of this.#open) Object.assign(open, earlier(open, dates));
    for (const entry of entries) {
      parts.push(...this.#leave(entry.name));
      this.#add(entry, dates);
      parts.push(...this.#cutLong(entry.name, dates));
    }
    return parts;
  }

  /** Returns all parts that are kept in memory, up to the chain's position. Nothing may be added after this. */
  flush(through: RangeEnd): DirectoryPart[] {
    return this.#open.flatMap((open) => partOf(open, endIn(open, through)));
  }

  /** Completes the open directories that do not contain the name. */
  #leave(name: string): DirectoryPart[] {
    const first = this.#open.findIndex(({ directory }) => !name.startsWith(directory));
    return first === -1 ? [] : this.#open.splice(first).flatMap((open) => partOf(open, END));
  }

  #add(entry: Entry, dates: Dates): void {
    const { name } = entry;
    for (let depth = 0; ; depth++) {
      const { directory, entries, after } = this.#open[depth]!;
      const end = name.indexOf(DELIMITER, directory.length) + 1;
      const own = end === 0 ? name.slice(directory.length) : name.slice(directory.length, end);
      const isNew = entries.at(-1)?.name !== own && isAfter(own, after);
      if (isNew) entries.push(end === 0 ? { ...entry, name: own } : { type: 'directory', name: own });
      if (end === 0) return;
      if (this.#open.length === depth + 1) this.#enter(name.slice(0, end), dates);
    }
  }

  #enter(directory: string, dates: Dates): void {
    this.#open.push({ directory, after: startIn(directory, this.#start), entries: [], ...dates });
  }

  #cutLong(reached: string, dates: Dates): DirectoryPart[] {
    const parts: DirectoryPart[] = [];
    for (const open of this.#open) {
      if (open.entries.length < CUT_AT_ENTRIES) continue;
      const through = endIn(open, reached);
      parts.push(...partOf(open, through));
      if (typeof through === 'string') Object.assign(open, { after: through, entries: [], ...dates });
    }
    return parts;
  }
}

/** The directories that contain a key, outermost first. */
function pathOf(key: Position): string[] {
  const path = [''];
  if (key === START) return path;
  for (let end = key.indexOf(DELIMITER); end >= 0; end = key.indexOf(DELIMITER, end + 1))
    path.push(key.slice(0, end + 1));
  return path;
}

/** The position after which the chain covers the names of the directory. */
function startIn(directory: string, start: Position): Position {
  if (start === START || !start.startsWith(directory)) return START;
  const end = start.indexOf(DELIMITER, directory.length) + 1;
  return end === 0 ? start.slice(directory.length) : start.slice(directory.length, end);
}

/**
 * The end of the covered names of an open directory, if the chain has reached `through`. `undefined` if no names are
 * covered.
 */
function endIn({ directory, entries }: Open, through: RangeEnd): RangeEnd | undefined {
  if (through === END || !through.startsWith(directory)) return END;
  if (through.indexOf(DELIMITER, directory.length) === -1) return through.slice(directory.length);
  // The end is inside a subdirectory. If one of its keys was seen, the subdirectory exists and is the last entry.
  return entries.at(-1)?.name;
}

function partOf({ after, ...open }: Open, through: RangeEnd | undefined): DirectoryPart[] {
  return through !== undefined && endsAfter(through, after) ? [{ ...open, after, through }] : [];
}

function earlier(a: Dates, b: Dates): Dates {
  return {
    observedAt: Math.min(a.observedAt, b.observedAt),
    watchedUntil: Math.min(a.watchedUntil, b.watchedUntil),
  };
}
