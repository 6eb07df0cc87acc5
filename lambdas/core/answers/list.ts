/** Listing: pages of any size, in S3's order, from a position that stays good for ever. */

import type { Entry } from '../model/entry.ts';
import type { Directory } from '../model/names.ts';
import type { Answer } from '../questions/answer.ts';
import type { ListPage, ListQuestion } from '../questions/list.ts';
import type { Engine } from '../request/engine.ts';
import { openReadContext } from '../request/open-read-context.ts';
import type { ReadContext } from '../request/read-context.ts';
import { DirectoryScan } from './directory-scan.ts';
import { PageBytes } from './page-bytes.ts';

export async function list(engine: Engine, question: ListQuestion): Promise<Answer<ListPage>> {
  const { bucket, directory: prefix, filter, after, limit } = question;
  const context = await openReadContext(engine, question, bucket.listLifeMs);
  const directory: Directory = { bucket: bucket.name, prefix };
  const walk = new DirectoryScan(engine, context, directory, {
    filter,
    ...(after !== undefined && { after }),
  });
  const bytes = new PageBytes(prefix);
  const entries: Entry[] = [];
  while (entries.length < limit && !walk.ended) {
    const block = await nextOrStale(walk, context, limit - entries.length);
    if (block.outcome === 'failed') return block;
    for (const entry of block.entries) {
      if (!bytes.fits(entry.name, entries)) return page(entries, entries.at(-1)?.name);
      entries.push(entry);
    }
  }
  // Not the position reached, which depends on what the index held: equal pages have equal cursors, and so equal tags.
  return page(entries, walk.mayHaveMore() ? entries.at(-1)!.name : undefined);

  function page(found: Entry[], next: string | undefined): Answer<ListPage> {
    return {
      outcome: 'answered',
      value: { entries: found, ...(next !== undefined && { next }) },
      provenance: context.provenance(),
    };
  }
}

/** One step of a walk; when S3 fails, once more with expired answers, declared as stale. */
export async function nextOrStale(
  walk: DirectoryScan,
  context: ReadContext,
  wanted: number,
): ReturnType<DirectoryScan['next']> {
  const block = await walk.next(wanted);
  if (block.outcome !== 'failed' || context.staleIfError || !context.mayGoStale(block)) return block;
  walk.fallBackToStale();
  const stale = await walk.next(wanted);
  return stale.outcome === 'failed' ? block : stale;
}
