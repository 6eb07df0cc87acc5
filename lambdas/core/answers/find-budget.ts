/** How much one question may look through, and ask of S3, before it answers what it has. */
import type { ReadContext } from '../request/read-context.ts';
import type { ScopeScan } from './scope-scan.ts';

/** Names looked at in one request. */
export const FIND_MAX_NAMES = 500_000;
/** LISTs in one request: 50,000 names that are not indexed. */
export const FIND_MAX_LISTS = 50;
/** HEADs in one request: names that changed since they were listed. */
export const FIND_MAX_HEADS = 1_000;
/** S3 is asked for more only in this first part of the request's time: what is found must still be answered. */
const ASKING_SHARE = 0.5;
/** Names of one step of a scan. */
export const FIND_STEP_NAMES = 10_000;

/**
 * `names`: so many were looked at. `unknown`: what comes next must be asked of S3, and this request has asked enough;
 * asking again goes on from there. `time`: the looking itself took all the time there is.
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
