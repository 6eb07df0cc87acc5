/** Finding in S3's order: examines names from a position on, and returns the matches found so far. */
import { relativeTo } from '../model/entries.ts';
import type { Entry } from '../model/entry.ts';
import { type Failed, failed, isFailed } from '../questions/answer.ts';
import type { FindQuestion, FoundPage } from '../questions/find.ts';
import type { ReadContext } from '../request/read-context.ts';
import { FIND_STEP_NAMES, stopsAt } from './find-budget.ts';
import { nextBlock } from './list.ts';
import { PageBytes } from './page-bytes.ts';
import type { ScopeScan } from './scope-scan.ts';

/** What finding needs, in any order. */
export interface Search {
  context: ReadContext;
  scan: ScopeScan;
  /** The prefix that names of the scan have before those of the answer. */
  below: string;
  question: FindQuestion;
  selects: (entry: Entry) => boolean;
}

/** Names read first. If a step has too few matches, the next one is twice as long. */
const FIRST_STEP_NAMES = 256;

export async function findInOrder(search: Search): Promise<FoundPage | Failed> {
  const { context, scan, below, question, selects } = search;
  const bytes = new PageBytes(question.directory);
  const entries: Entry[] = [];
  let scanned = 0;
  let lastName = question.after?.name;
  for (let wanted = firstStep(question); !scan.ended; wanted = Math.min(2 * wanted, FIND_STEP_NAMES)) {
    if (await stopsAt(context, scan, scanned))
      return scanned > 0 ? page(lastName) : failed('unavailable', 'S3 did not answer in time.');
    const block = await nextBlock(context, scan, wanted);
    if (isFailed(block)) return block;
    for (const [index, entry] of relativeTo(below, block.entries).entries()) {
      if (selects(entry)) {
        if (!bytes.fits(entry.name, entries)) return page(lastName);
        entries.push(entry);
      }
      scanned++;
      lastName = entry.name;
      if (entries.length < question.limit) continue;
      // As in a listing: there is a next page when another name follows, whether or not that name matches.
      return page(index + 1 < block.entries.length || scan.mayHaveMore() ? lastName : undefined);
    }
  }
  return page(undefined);

  function page(next: string | undefined): FoundPage {
    return { entries, scanned, complete: true, next: next === undefined ? undefined : { name: next } };
  }
}

/** A question by type matches most names; a question by pattern matches few. */
function firstStep({ limit }: FindQuestion): number {
  return Math.max(limit, FIRST_STEP_NAMES);
}
