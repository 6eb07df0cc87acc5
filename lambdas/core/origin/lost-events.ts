/**
 * Detects lost events. When a page is listed again while the old page's watch still lasts, every change since then
 * should have left a mark. A changed name without one is suspected, because its event may only be late. If there is
 * still no mark some minutes later, the event was lost: that is counted, and everything observed in the directory is
 * voided. This makes no S3 calls.
 */
import { decodeChunk } from '../index/decode-chunk.ts';
import { type ChangedName, changedNames } from '../model/changed-names.ts';
import type { Chunk } from '../model/chunk.ts';
import { pruneFloorsBefore } from '../model/life.ts';
import type { Marks } from '../model/record.ts';
import { judge } from '../model/validity.ts';
import { IndexUnavailable } from '../ports/index-table.ts';
import type { Instance, Suspicion } from '../request/instance.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import type { ObservedPage } from './cut-page.ts';

/** Events take seconds, sometimes more than a minute (S3 User Guide). */
const EVENT_GRACE_MS = 5 * 60_000;
/** Names checked for one page. One lost event is enough to void it. */
const NAMES_PER_PAGE = 20;
/** Suspicions that an instance remembers. Further ones are found when the page expires the next time. */
const MAX_SUSPICIONS = 100;
/** Suspicions judged for one question. Each reads one record. */
const VERDICTS_AT_ONCE = 10;

/** `older`: the chunks that the page replaces. */
export async function suspectLostEvents(
  at: ScopeContext,
  page: ObservedPage,
  older: readonly Chunk[],
): Promise<void> {
  if (at.scope.kind !== undefined || at.bucket.events === 'none') return;
  const { suspicions } = at.instance;
  for (const chunk of older) {
    if (suspicions.length >= MAX_SUSPICIONS) return;
    if (!wasWatchedUntil(at, chunk, page.observedAt)) continue;
    const entries = decodeChunk(at.instance, at.scope, chunk);
    const changed = entries ? changedNames({ ...chunk, entries }, page) : [];
    for (const { name, how } of changed.slice(0, NAMES_PER_PAGE)) {
      const read = await at.index.readRecord(name);
      if (!read) return;
      if (isMarked(how, read.record?.marks, chunk.observedAt)) continue;
      suspicions.push({
        directory: at.scope,
        name,
        how,
        since: chunk.observedAt,
        noticedAt: at.instance.clock.now(),
      });
      // One suspicion per chunk is enough.
      break;
    }
  }
}

/** Were all events since the chunk was observed recorded? Not if a newer epoch or floor has begun. */
function wasWatchedUntil(at: ScopeContext, chunk: Chunk, observedAt: number): boolean {
  const verdict = judge(chunk, at.freshnessPolicy());
  const isOfPresent = verdict === 'usable' || verdict === 'expired' || verdict === 'too-old';
  // A fill keeps a directory's page with the date of its first LIST. A chunk may have been observed since then.
  return isOfPresent && chunk.observedAt < observedAt && observedAt <= chunk.watchedUntil;
}

function isMarked(how: ChangedName['how'], marks: Marks | undefined, since: number): boolean {
  const appeared = (marks?.appearedAt ?? 0) >= since;
  const vanished = (marks?.vanishedAt ?? 0) >= since;
  return how === 'came' ? appeared : how === 'went' ? vanished : appeared || vanished;
}

/**
 * Decides whether the events of names suspected some minutes ago were lost. Independent of the question, so it never
 * makes it fail.
 */
export async function judgeSuspicions(instance: Instance): Promise<void> {
  const { clock, suspicions } = instance;
  const due = suspicions.findIndex(({ noticedAt }) => clock.now() < noticedAt + EVENT_GRACE_MS);
  const all = due === -1 ? suspicions.length : due;
  const judged = suspicions.splice(0, Math.min(all, VERDICTS_AT_ONCE));
  try {
    for (const suspicion of judged) await judgeOne(instance, suspicion);
  } catch (error) {
    if (!(error instanceof IndexUnavailable)) throw error;
  }
}

async function judgeOne(
  { table, clock, telemetry, settings }: Instance,
  { directory, name, how, since }: Suspicion,
): Promise<void> {
  const record = await table.readRecord(directory, name);
  if (isMarked(how, record?.marks, since)) return;
  telemetry.count('unmarkedChanges');
  const at = clock.now() + settings.clockMarginMs;
  await table.raiseFloor(directory.bucket, directory.prefix, at, pruneFloorsBefore(at));
}
