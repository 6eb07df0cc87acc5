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

/** Everything that finding needs, in any order. */
export interface Search {
  context: ReadContext;
  scan: ScopeScan;
  /** The part before the answer's names in the names of the scan: the directory, relative to the tree's root. */
  below: string;
  question: FindQuestion;
  selects: (entry: Entry) => boolean;
}

/** Number of names read first. If a step has too few matches, the next one reads twice as many names. */
const FIRST_STEP_NAMES = 256;

export async function findInOrder(search: Search): Promise<FoundPage | Failed> {
  const { context, scan, below, question, selects } = search;
  const bytes = new PageBytes(question.directory);
  const entries: Entry[] = [];
  let scanned = 0;
  let lastName = question.after?.name;
  for (let wanted = firstStep(question); !scan.ended; wanted = Math.min(2 * wanted, FIND_STEP_NAMES)) {
    if (await stopsAt(context, scan, scanned))
      return scanned > 0 ? page(lastName) : failed('unavailable', 'S3 and the index did not answer in time.');
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
      // There is a next page when another name follows, even if that name does not match. A listing does the same.
      return page(index + 1 < block.entries.length || scan.mayHaveMore() ? lastName : undefined);
    }
  }
  return page(undefined);

  function page(next: string | undefined): FoundPage {
    return { entries, scanned, complete: true, next: next === undefined ? undefined : { name: next } };
  }
}

/** At least `limit`, because most names may match. At least FIRST_STEP_NAMES, because few may match. */
function firstStep({ limit }: FindQuestion): number {
  return Math.max(limit, FIRST_STEP_NAMES);
}
