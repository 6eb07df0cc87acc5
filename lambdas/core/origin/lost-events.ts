/**
 * Detects lost events. When a page is listed again while the watch of the old page lasts, every change in between
 * should have left a mark. If a name has changed without a mark, the event may only be late, so the name is a
 * suspicion. If there is still no mark some minutes later, the event was lost. That is counted, and everything
 * observed in the directory is voided. No S3 calls are made for this.
 */
import { decodeChunk } from '../index/decode-chunk.ts';
import { type ChangedName, changedNames } from '../model/changed-names.ts';
import type { Chunk } from '../model/chunk.ts';
import { pruneFloorsBefore } from '../model/life.ts';
import type { Marks } from '../model/record.ts';
import { floorAbove, judge } from '../model/validity.ts';
import { IndexUnavailable } from '../ports/index-table.ts';
import type { Instance } from '../request/instance.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import type { Suspicion } from '../request/suspicion.ts';
import type { ObservedPage } from './cut-page.ts';

/** Events take seconds, sometimes more than a minute (S3 User Guide). */
const EVENT_GRACE_MS = 5 * 60_000;
/** Maximum number of names checked for each older chunk. One lost event is enough to void the directory. */
const NAMES_PER_PAGE = 20;
/** Maximum number of suspicions of an instance. Others may be found when the page expires the next time. */
const MAX_SUSPICIONS = 100;
/** Maximum number of suspicions judged each time a page is stored. Each reads one record. */
const VERDICTS_AT_ONCE = 10;

/** Adds suspicions. `older`: the chunks that the page replaces. */
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
      if (isMarked({ name, how }, read.record?.marks, chunk.observedAt)) continue;
      suspicions.push({
        directory: at.scope,
        name,
        how,
        epoch: chunk.epoch,
        since: chunk.observedAt,
        noticedAt: at.instance.clock.now(),
      });
      // One suspicion per chunk is enough.
      break;
    }
  }
}

/**
 * True if all events from the time of the chunk to this time were recorded. False if the chunk belongs to an older
 * epoch or a floor voids it, or if the subscription was too new to deliver all events.
 */
function wasWatchedUntil(at: ScopeContext, chunk: Chunk, observedAt: number): boolean {
  const verdict = judge(chunk, at.freshnessPolicy());
  const isOfPresent = verdict === 'usable' || verdict === 'expired' || verdict === 'too-old';
  // A fill dates a directory's page with the time of its first LIST. The chunk may be later than that.
  if (!isOfPresent || at.policy.wasSettling(chunk.observedAt)) return false;
  return chunk.observedAt < observedAt && observedAt <= chunk.watchedUntil;
}

/**
 * A directory that went may have come back before the removal of its last object was processed. Then it is only
 * marked as appeared.
 */
function isMarked(
  { name, how }: Pick<ChangedName, 'name' | 'how'>,
  marks: Marks | undefined,
  since: number,
): boolean {
  const appeared = (marks?.appearedAt ?? 0) >= since;
  const vanished = (marks?.vanishedAt ?? 0) >= since;
  if (how === 'came') return appeared;
  return vanished || (appeared && (how === 'differs' || name.endsWith('/')));
}

/**
 * Decides whether the events of names that were suspected some minutes ago were lost. It never makes the current
 * question fail, because it does not concern that question.
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
  { directory, name, how, epoch, since }: Suspicion,
): Promise<void> {
  const record = await table.readRecord(directory, name);
  if (isMarked({ name, how }, record?.marks, since)) return;
  const item = await table.readBucket(directory.bucket);
  const at = clock.now() + settings.clockMarginMs;
  // While the table is being emptied (its floor is in the future), marks are deleted before the epoch ends.
  if (item?.epoch !== epoch || floorAbove(item, directory.prefix) > at) return;
  telemetry.count('unmarkedChanges');
  await table.raiseFloor(directory.bucket, directory.prefix, at, pruneFloorsBefore(at));
}
