/** How many names one question may examine, and how much it may ask of S3, before it answers with what it has. */
import type { ReadContext } from '../request/read-context.ts';
import type { ScopeScan } from './scope-scan.ts';

/** Names examined in one request. */
export const FIND_MAX_NAMES = 500_000;
/** LISTs in one request: 50,000 names that are not in the index. */
export const FIND_MAX_LISTS = 50;
/** HEADs in one request: names that changed after they were listed. */
export const FIND_MAX_HEADS = 1_000;
/** S3 is asked only in the first part of the request's time. The rest is for answering. */
const ASKING_SHARE = 0.5;
/** Names in one step of a scan. */
export const FIND_STEP_NAMES = 10_000;

/**
 * `names`: so many names were examined. `unknown`: the next names must be listed by S3, and this request has asked S3
 * often enough; another request continues from there. `time`: examining names took all of the request's time.
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
