/** Finds entries that meet conditions, in a directory or in everything below it, in any order. */
import type { Entry } from '../model/entry.ts';
import { START } from '../model/range.ts';
import { selector } from '../model/selection.ts';
import { isNameOrder } from '../model/sort-order.ts';
import type { Answer, Failed } from '../questions/answer.ts';
import type { FindQuestion, FoundPage } from '../questions/find.ts';
import { answerInTime } from '../request/answer-in-time.ts';
import type { WithEvidence } from '../request/evidence.ts';
import type { Instance } from '../request/instance.ts';
import { ReadContext } from '../request/read-context.ts';
import { atDirectory, atTree } from '../request/scope-context.ts';
import { confirmEmpty, knownEmpty } from './emptiness.ts';
import { FIND_STEP_NAMES } from './find-budget.ts';
import { findInOrder } from './find-in-order.ts';
import { findSorted } from './find-sorted.ts';
import { ScopeScan } from './scope-scan.ts';

export async function find(instance: Instance, question: FindQuestion): Promise<Answer<FoundPage>> {
  const { bucket, recursive = false } = question;
  const lifeMs = recursive ? (bucket.tree?.lifeMs ?? 0) : bucket.listLifeMs;
  const context = ReadContext.open(instance, question, lifeMs);
  return answerInTime(context, () => attempt(context, question));
}

async function attempt(
  context: ReadContext,
  question: FindQuestion,
): Promise<WithEvidence<FoundPage | Failed>> {
  const { directory, recursive = false, order, after } = question;
  const at = recursive ? atTree(context, directory) : atDirectory(context, directory);
  const inOrder = isNameOrder(order);
  const scanOf = (how: { ignoreStored: boolean }) =>
    new ScopeScan(at, {
      after: inOrder && after ? at.below + after.name : START,
      filter: at.below + startOf(question),
      ...how,
    });
  const read = async (scan: ScopeScan) => {
    const search = { context, scan, below: at.below, question, selects: selectorOf(question) };
    const value = await (inOrder ? findInOrder(search) : findSorted(search));
    return { value, evidence: await scan.evidence() };
  };
  const scan = scanOf({ ignoreStored: false });
  const evidence = await knownEmpty(at, directory, () => scan.atGap(FIND_STEP_NAMES));
  if (evidence) return { value: { entries: [], scanned: 0, complete: true }, evidence };
  // A directory is not empty if it has names that do not match.
  const isEmpty = ({ scanned, complete, next }: FoundPage) =>
    after === undefined && scanned === 0 && complete && next === undefined;
  return confirmEmpty(await read(scan), isEmpty, () => read(scanOf({ ignoreStored: true })));
}

/**
 * The longest text with which every matching name starts: the filter, or the head of the pattern if that is longer.
 */
function startOf({ filter, selection }: FindQuestion): string {
  const head = selection.pattern?.head ?? '';
  return head.length > filter.length ? head : filter;
}

/**
 * Checks the filter too. If the pattern's head is longer than the filter, but does not start with it, names outside
 * the filter were read.
 */
function selectorOf({ filter, selection }: FindQuestion): (entry: Entry) => boolean {
  const isSelected = selector(selection);
  return (entry) => entry.name.startsWith(filter) && isSelected(entry);
}
