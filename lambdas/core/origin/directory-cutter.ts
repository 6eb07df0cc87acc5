/**
 * The pages of directories that lie in a flat listing: what a fill lists anyway also answers browsing. The listing is taken in as one chain
 * of LISTs, in order; each part of a directory comes out when the chain has passed it, dated by the earliest LIST it was cut from. Pure,
 * but for what it holds between two pages.
 *
 *     a/1  a/2  a/b/3  a/c/4  |  a/c/5  a/d  z          two LISTs
 *     a/     1  2  b/  c/            d                  one page of a/, END after d, as old as the first LIST
 *     a/c/                4          5                  one page of a/c/
 *
 * Of the directories that the chain begins or ends inside, the page begins or ends there, too. Nothing is claimed of a name that the
 * chain has covered only in part, but that it is there when one of its keys was seen.
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

/** A part this long is cut off, so that one large directory is not held whole. Some pages of a LIST. */
const CUT_AT_ENTRIES = 4_000;

/** Of several LISTs: the earliest time of each kind. */
interface Dates {
  observedAt: number;
  watchedUntil: number;
}

/** Names are relative to the directory; the directory is relative to what the fill lists. */
export interface DirectoryPart extends NameRange, Dates {
  directory: string;
  entries: readonly Entry[];
}

/** One LIST answer of the chain. */
export interface FlatPage extends Dates {
  entries: readonly Entry[];
}

interface Open extends Dates {
  directory: string;
  after: Position;
  entries: Entry[];
}

export class DirectoryCutter {
  /** All LISTs of the chain are of this epoch. */
  readonly epoch: string;
  /** The chain covers what is after this. */
  readonly #start: Position;
  /** The directories that the last key lies in, outermost first. */
  #open: Open[] = [];

  constructor(start: Position, epoch: string) {
    this.#start = start;
    this.epoch = epoch;
  }

  /** To go on from here again, when what comes next could not be stored. */
  copy(): DirectoryCutter {
    const copy = new DirectoryCutter(this.#start, this.epoch);
    copy.#open = this.#open.map((open) => ({ ...open, entries: [...open.entries] }));
    return copy;
  }

  /** The parts that this page finishes. */
  take({ entries, observedAt, watchedUntil }: FlatPage): DirectoryPart[] {
    const dates: Dates = { observedAt, watchedUntil };
    const parts: DirectoryPart[] = [];
    // Also those that the chain begins inside: it may be past them with its first key.
    if (this.#open.length === 0) for (const directory of pathOf(this.#start)) this.#enter(directory, dates);
    for (const open of this.#open) Object.assign(open, earlier(open, dates));
    for (const entry of entries) {
      parts.push(...this.#leave(entry.name));
      this.#add(entry, dates);
      parts.push(...this.#cutLong(entry.name, dates));
    }
    return parts;
  }

  /** What is held, as far as the chain has come; nothing is taken in after it. */
  flush(through: RangeEnd): DirectoryPart[] {
    return this.#open.flatMap((open) => partOf(open, endIn(open, through)));
  }

  /** The directories that the name does not lie in are passed. */
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

/** The directories that a key lies in, outermost first. */
function pathOf(key: Position): string[] {
  const path = [''];
  if (key === START) return path;
  for (let end = key.indexOf(DELIMITER); end >= 0; end = key.indexOf(DELIMITER, end + 1))
    path.push(key.slice(0, end + 1));
  return path;
}

/** From where on the chain covers the names of the directory. */
function startIn(directory: string, start: Position): Position {
  if (start === START || !start.startsWith(directory)) return START;
  const end = start.indexOf(DELIMITER, directory.length) + 1;
  return end === 0 ? start.slice(directory.length) : start.slice(directory.length, end);
}

/** Up to where the names of an open directory are covered, when the chain is up to `through`; undefined: nothing is. */
function endIn({ directory, entries, after }: Open, through: RangeEnd): RangeEnd | undefined {
  if (through === END || !through.startsWith(directory)) return END;
  if (through.indexOf(DELIMITER, directory.length) === -1) return through.slice(directory.length);
  // Inside a directory of this one, which is there if one of its keys was seen, and then it is the last entry.
  return entries.at(-1)?.name ?? (typeof after === 'string' ? after : undefined);
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
