/**
 * Finding in another order than S3's: examines the whole directory and keeps the first `limit` entries after the
 * position. Sorting only a part of the names would give a wrong answer. So the whole directory must be known, unless
 * the caller accepts a part.
 */

import { BestEntries } from '../model/best-entries.ts';
import { relativeTo } from '../model/entries.ts';
import type { Entry } from '../model/entry.ts';
import { positionOf } from '../model/sort-order.ts';
import { type Failed, failed, isFailed } from '../questions/answer.ts';
import type { FoundPage } from '../questions/find.ts';
import type { ReadContext } from '../request/read-context.ts';
import {
  FIND_MAX_HEADS,
  FIND_MAX_LISTS,
  FIND_MAX_NAMES,
  FIND_STEP_NAMES,
  type Stop,
  stopsAt,
} from './find-budget.ts';
import type { Search } from './find-in-order.ts';
import { nextBlock } from './list.ts';
import { PageBytes } from './page-bytes.ts';

export async function findSorted(search: Search): Promise<FoundPage | Failed> {
  const { context, scan, below, question, selects } = search;
  const { order, limit, partial } = question;
  // One more than the limit, to find out whether there is a next page.
  const best = new BestEntries(order, limit + 1, question.after);
  let scanned = 0;
  let complete = true;
  while (!scan.ended) {
    const stop = await stopsAt(context, scan, scanned);
    if (stop && !partial) return refusal(search, stop, scanned);
    if (stop) {
      complete = false;
      break;
    }
    const block = await nextBlock(context, scan, FIND_STEP_NAMES);
    if (isFailed(block)) {
      if (!partial || block.code !== 'only-if-cached') return block;
      complete = false;
      break;
    }
    scanned += block.entries.length;
    for (const entry of relativeTo(below, block.entries)) if (selects(entry)) best.offer(entry);
  }
  const { entries, more } = fitting(best.best(), question.directory, limit);
  const last = entries.at(-1);
  return { entries, scanned, complete, next: more && last ? positionOf(last, order) : undefined };
}

function fitting(best: Entry[], directory: string, limit: number): { entries: Entry[]; more: boolean } {
  const bytes = new PageBytes(directory);
  const entries: Entry[] = [];
  for (const entry of best) {
    if (entries.length === limit || !bytes.fits(entry.name, entries)) return { entries, more: true };
    entries.push(entry);
  }
  return { entries, more: false };
}

async function refusal({ context, scan }: Search, stop: Stop, seen: number): Promise<Failed> {
  switch (stop) {
    case 'names':
      return failed(
        'too-expensive',
        `sort: one request can sort at most ${FIND_MAX_NAMES} names. Reduce their number with prefix, or with text before the first wildcard of glob.`,
      );
    case 'time':
      if (waited(context) || (await scan.evidence()).waited)
        return failed('unavailable', 'S3 and the index did not answer in time.');
      return failed(
        'too-expensive',
        `sort: the request reached its time limit after ${seen} names. Reduce their number with prefix, or with text before the first wildcard of glob.`,
      );
    case 'unknown':
      return unfinished(context, seen);
  }
}

/**
 * True if most of the time was spent waiting for S3 and the index. Then a request for fewer names would not be
 * faster.
 */
function waited({ instance, store, index }: ReadContext): boolean {
  return store.totalMs + index.totalMs > instance.settings.requestBudgetMs / 2;
}

function unfinished(context: ReadContext, seen: number): Failed {
  const { bypassed } = context.index;
  if (bypassed === 'index-unavailable' || bypassed === 'clock-is-wrong')
    return failed(
      'unavailable',
      'The index is not available, and without it this request would take too long.',
    );
  const { lists, heads } = context.store;
  const isLarge = lists >= FIND_MAX_LISTS || heads >= FIND_MAX_HEADS;
  if (!context.storing || context.policy.ignoresStored)
    return isLarge ? unkept() : failed('unavailable', 'S3 did not answer in time.');
  const detail = `sort: ${seen} names are known so far, and more follow. Send the request again to continue from there, or add partial=true to sort only the known names.`;
  return { ...failed('incomplete', detail), progress: { seen } };
}

/** The question does not use stored data or stores nothing, so a repeated request would start from the beginning. */
function unkept(): Failed {
  return failed(
    'too-expensive',
    `sort: this directory takes more than ${FIND_MAX_LISTS} LISTs or ${FIND_MAX_HEADS} HEADs, and this request cannot continue from the results of an earlier one (no-cache, no-store, or a life of 0). Reduce the number of names with prefix, or with text before the first wildcard of glob.`,
  );
}
