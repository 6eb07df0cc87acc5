/**
 * The freshness of each answer and the calls that it saved, newest first. Consecutive equal answers share one note.
 */
import type { Freshness } from '../../contract/client/freshness.ts';

export type Question = 'list' | 'stat' | 'usage';

export interface Note {
  id: number;
  question: Question;
  /** The prefix or key of the request. */
  about: string;
  freshness: Freshness;
  /** S3 calls that a caller would have sent without the index, and that this answer did not need. */
  saved: { lists: number; heads: number };
  /** The number of consecutive answers in this note. */
  times: number;
}

/** Totals since the page was opened. */
export interface NoteTotals {
  answers: number;
  hits: number;
  /** Answers with status 304, which have no body. */
  revalidated: number;
  lists: number;
  heads: number;
}

export interface Notes {
  latest: readonly Note[];
  totals: NoteTotals;
}

export const NO_NOTES: Notes = {
  latest: [],
  totals: { answers: 0, hits: 0, revalidated: 0, lists: 0, heads: 0 },
};

const MAX_NOTES = 5;

export function withNote(
  notes: Notes,
  { question, about, freshness }: Pick<Note, 'question' | 'about' | 'freshness'>,
): Notes {
  const hit = isHit(freshness);
  const saved = {
    lists: hit && question === 'list' ? 1 : 0,
    heads: hit && question === 'stat' ? 1 : 0,
  };
  const { totals } = notes;
  const id = totals.answers + 1;
  const previous = notes.latest.find((it) => it.question === question && it.about === about);
  const same = previous !== undefined && outcomeOf(previous.freshness) === outcomeOf(freshness);
  const note: Note = same
    ? {
        ...previous,
        freshness,
        times: previous.times + 1,
        saved: { lists: previous.saved.lists + saved.lists, heads: previous.saved.heads + saved.heads },
      }
    : { id, question, about, freshness, saved, times: 1 };
  const others = same ? notes.latest.filter((it) => it !== previous) : notes.latest;
  return {
    latest: [note, ...others].slice(0, MAX_NOTES),
    totals: {
      answers: id,
      hits: totals.hits + (hit ? 1 : 0),
      revalidated: totals.revalidated + (freshness.revalidated ? 1 : 0),
      lists: totals.lists + saved.lists,
      heads: totals.heads + saved.heads,
    },
  };
}

export function isHit({ cacheStatus }: Freshness): boolean {
  return cacheStatus?.hit === true;
}

/** `hit`, or the reason why S3 was asked. */
export function outcomeOf({ cacheStatus }: Freshness): string {
  if (cacheStatus === undefined) return 'unknown';
  if (cacheStatus.hit) return 'hit';
  return cacheStatus.detail === 'stale-if-error' ? 'stale-if-error' : (cacheStatus.fwd ?? 'miss');
}
