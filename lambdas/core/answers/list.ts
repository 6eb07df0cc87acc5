/** Listing: pages of any size in S3's order. A page may start at any name, so cursors stay valid without expiry. */
import { relativeTo } from '../model/entries.ts';
import type { Entry } from '../model/entry.ts';
import { START } from '../model/range.ts';
import { type Answer, type Failed, isFailed } from '../questions/answer.ts';
import type { ListPage, ListQuestion } from '../questions/list.ts';
import { answerInTime } from '../request/answer-in-time.ts';
import type { WithEvidence } from '../request/evidence.ts';
import type { Instance } from '../request/instance.ts';
import { goesStale } from '../request/or-stale.ts';
import { ReadContext } from '../request/read-context.ts';
import { atDirectory, atTree } from '../request/scope-context.ts';
import { confirmEmpty, knownEmpty } from './emptiness.ts';
import { PageBytes } from './page-bytes.ts';
import { type Block, ScopeScan } from './scope-scan.ts';

export async function list(instance: Instance, question: ListQuestion): Promise<Answer<ListPage>> {
  const { bucket, recursive = false } = question;
  const lifeMs = recursive ? (bucket.tree?.lifeMs ?? 0) : bucket.listLifeMs;
  const context = ReadContext.open(instance, question, lifeMs);
  return answerInTime(context, () => attemptList(context, question));
}

export async function attemptList(
  context: ReadContext,
  question: ListQuestion,
): Promise<WithEvidence<ListPage | Failed>> {
  const { directory, recursive = false, after = START, filter, limit } = question;
  const at = recursive ? atTree(context, directory) : atDirectory(context, directory);
  const position = after === START ? START : at.below + after;
  const scanOf = (how: { ignoreStored: boolean }) =>
    new ScopeScan(at, { after: position, filter: at.below + filter, ...how });
  const read = async (scan: ScopeScan) => {
    const value = fromRoot(at.below, await page(context, scan, question));
    return { value, evidence: await scan.evidence() };
  };
  const scan = scanOf({ ignoreStored: false });
  if (after === START) {
    const evidence = await knownEmpty(at, directory, () => scan.atGap(limit));
    if (evidence) return { value: { entries: [] }, evidence };
  }
  // Only a list from the start says something about the whole directory.
  const isEmpty = ({ entries, next }: ListPage) =>
    after === START && entries.length === 0 && next === undefined;
  return confirmEmpty(await read(scan), isEmpty, () => read(scanOf({ ignoreStored: true })));
}

function fromRoot(below: string, page: ListPage | Failed): ListPage | Failed {
  if (isFailed(page)) return page;
  return { entries: [...relativeTo(below, page.entries)], next: page.next?.slice(below.length) };
}

async function page(
  context: ReadContext,
  scan: ScopeScan,
  { directory, limit }: ListQuestion,
): Promise<ListPage | Failed> {
  const bytes = new PageBytes(directory);
  const entries: Entry[] = [];
  while (entries.length < limit && !scan.ended) {
    const block = await nextBlock(context, scan, limit - entries.length);
    if (block.outcome === 'failed') return block;
    for (const entry of block.entries) {
      if (!bytes.fits(entry.name, entries)) return { entries, next: entries.at(-1)?.name };
      entries.push(entry);
    }
  }
  // The cursor is the last entry's name. The position that the scan has reached depends on the state of the index,
  // and equal pages must have equal cursors and ETags.
  return { entries, next: scan.mayHaveMore() ? entries.at(-1)!.name : undefined };
}

/**
 * Runs one step of a scan. If S3 fails, the step is repeated with expired observations, which are declared as stale.
 * The scan collects the evidence.
 */
export async function nextBlock(
  context: ReadContext,
  scan: ScopeScan,
  wanted: number,
): Promise<Block | Failed> {
  const block = await scan.next(wanted);
  if (block.outcome !== 'failed' || !goesStale(context, block)) return block;
  const stale = await scan.next(wanted);
  return stale.outcome === 'failed' ? block : stale;
}
