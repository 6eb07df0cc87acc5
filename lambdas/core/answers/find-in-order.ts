/** Finding in S3's order: looked through from a position on, and answered as far as it came. */
import type { Entry } from '../model/entry.ts';
import { type Failed, failed, isFailed } from '../questions/answer.ts';
import type { FindQuestion, FoundPage } from '../questions/find.ts';
import type { ReadContext } from '../request/read-context.ts';
import { FIND_STEP_NAMES, stopsAt } from './find-budget.ts';
import { nextBlock } from './list.ts';
import { PageBytes } from './page-bytes.ts';
import { relativeTo } from './relative.ts';
import type { ScopeScan } from './scope-scan.ts';

/** What finding works with, in any order. */
export interface Search {
  context: ReadContext;
  scan: ScopeScan;
  /** What names of the scan have before those of the answer. */
  below: string;
  question: FindQuestion;
  selects: (entry: Entry) => boolean;
}

/** Names read at first; a step without enough matches is followed by one twice as long. */
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
      // As of a listing: a page goes on when a name follows it, whatever the index holds and whether that name is
      // selected.
      return page(index + 1 < block.entries.length || scan.mayHaveMore() ? lastName : undefined);
    }
  }
  return page(undefined);

  function page(next: string | undefined): FoundPage {
    return { entries, scanned, complete: true, next: next === undefined ? undefined : { name: next } };
  }
}

/** Where only the type is asked for, most names are likely to be selected; a pattern selects few. */
function firstStep({ limit }: FindQuestion): number {
  return Math.max(limit, FIRST_STEP_NAMES);
}
