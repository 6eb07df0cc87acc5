/**
 * The limits of one find question: the number of names, and the S3 calls, after which it answers with what it has.
 */
import type { ReadContext } from '../request/read-context.ts';
import type { ScopeScan } from './scope-scan.ts';

/** Maximum number of names examined in one request. */
export const FIND_MAX_NAMES = 500_000;
/** Maximum number of LISTs in one request: 50,000 names that are not in the index. */
export const FIND_MAX_LISTS = 50;
/** Maximum number of HEADs in one request. They are for names that changed after they were listed. */
export const FIND_MAX_HEADS = 1_000;
/** Gaps are listed only in this share of the request's time. The rest is for the answer. */
const ASKING_SHARE = 0.5;
/** Number of names in one step of a scan. */
export const FIND_STEP_NAMES = 10_000;

/**
 * Why a scan stops. `names`: the maximum number of names was examined. `unknown`: the request has used up its HEADs;
 * or the next names must be listed, and it has used up its LISTs or the time for them. Another request can continue.
 * `time`: the request's time is over.
 */
export type Stop = 'names' | 'unknown' | 'time';

export async function stopsAt(
  { instance, policy, store }: ReadContext,
  scan: ScopeScan,
  scanned: number,
): Promise<Stop | undefined> {
  const { requestBudgetMs } = instance.settings;
  const elapsedMs = instance.clock.now() - policy.startedAt;
  if (scanned >= FIND_MAX_NAMES) return 'names';
  if (store.heads >= FIND_MAX_HEADS) return 'unknown';
  const askedEnough = store.lists >= FIND_MAX_LISTS || elapsedMs >= requestBudgetMs * ASKING_SHARE;
  if (askedEnough && (await scan.atGap(FIND_STEP_NAMES))) return 'unknown';
  return elapsedMs >= requestBudgetMs ? 'time' : undefined;
}
