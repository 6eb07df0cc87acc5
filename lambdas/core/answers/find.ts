/** Finding: the entries of a directory that meet conditions, in any order. */

import type { NamePattern } from '../model/name-pattern.ts';
import { selector } from '../model/selection.ts';
import { isNameOrder } from '../model/sort-order.ts';
import type { Answer } from '../questions/answer.ts';
import type { FindQuestion, FoundPage } from '../questions/find.ts';
import type { Engine } from '../request/engine.ts';
import { openReadContext } from '../request/open-read-context.ts';
import { DirectoryScan } from './directory-scan.ts';
import { findInOrder } from './find-in-order.ts';
import { findSorted } from './find-sorted.ts';

export async function find(engine: Engine, question: FindQuestion): Promise<Answer<FoundPage>> {
  const { bucket, directory, filter, selection, order } = question;
  const context = await openReadContext(engine, question, bucket.listLifeMs);
  const inOrder = isNameOrder(order);
  const scan = new DirectoryScan(
    engine,
    context,
    { bucket: bucket.name, prefix: directory },
    {
      filter: narrowed(filter, selection.pattern),
      ...(inOrder && question.after && { after: question.after.name }),
    },
  );
  const selects = selector(selection);
  const search = {
    engine,
    context,
    scan,
    question,
    // Where the pattern's head and the filter exclude each other, the longer was read, and nothing of it is in the other.
    selects: (entry: Parameters<typeof selects>[0]) => entry.name.startsWith(filter) && selects(entry),
  };
  return inOrder ? findInOrder(search) : findSorted(search);
}

/** The start that all names looked for have in common. */
function narrowed(filter: string, pattern: NamePattern | undefined): string {
  return pattern && pattern.head.length > filter.length ? pattern.head : filter;
}
