/** Finding: the entries of a directory that meet conditions, in any order. */
import type { Entry } from '../model/entry.ts';
import type { NamePattern } from '../model/name-pattern.ts';
import { START } from '../model/range.ts';
import { selector } from '../model/selection.ts';
import { isNameOrder } from '../model/sort-order.ts';
import type { Answer } from '../questions/answer.ts';
import type { FindQuestion, FoundPage } from '../questions/find.ts';
import type { Instance } from '../request/instance.ts';
import { answerOf } from '../request/provenance.ts';
import { ReadContext } from '../request/read-context.ts';
import { atDirectory } from '../request/scope-context.ts';
import { belowNothing } from './below-nothing.ts';
import { FIND_STEP_NAMES } from './find-budget.ts';
import { findInOrder } from './find-in-order.ts';
import { findSorted } from './find-sorted.ts';
import { ScopeScan } from './scope-scan.ts';

const NOTHING: FoundPage = { entries: [], scanned: 0, complete: true };

export async function find(instance: Instance, question: FindQuestion): Promise<Answer<FoundPage>> {
  const { bucket, directory, filter, selection, order } = question;
  const context = await ReadContext.open(instance, question, bucket.listLifeMs);
  const inOrder = isNameOrder(order);
  const scan = new ScopeScan(atDirectory(context, directory), {
    after: (inOrder ? question.after?.name : undefined) ?? START,
    filter: narrowed(filter, selection.pattern),
  });
  if (await scan.atGap(FIND_STEP_NAMES)) {
    const evidence = await belowNothing(context, directory);
    if (evidence) return answerOf(context, { value: NOTHING, evidence });
  }
  const isSelected = selector(selection);
  // Where the pattern's head and the filter exclude each other, the longer was read, and nothing of it is in the other.
  const selects = (entry: Entry) => entry.name.startsWith(filter) && isSelected(entry);
  const search = { context, scan, question, selects };
  const value = await (inOrder ? findInOrder(search) : findSorted(search));
  return answerOf(context, { value, evidence: scan.evidence });
}

/** The start that all names looked for have in common. */
function narrowed(filter: string, pattern: NamePattern | undefined): string {
  return pattern && pattern.head.length > filter.length ? pattern.head : filter;
}
