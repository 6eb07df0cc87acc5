/** Counts questions: how each was answered, and what the same answer would have cost directly from S3. */
import { LIST_MAX_KEYS } from '../../shared/list-bound.ts';
import type { Entry } from '../core/model/entry.ts';
import type { Counter, Telemetry } from '../core/ports/telemetry.ts';
import type { Answer } from '../core/questions/answer.ts';
import { type Provenance, type Served, STALE_IF_ERROR } from '../core/questions/provenance.ts';
import type { Stat } from '../core/questions/stat.ts';

/** The S3 calls that a caller without the index would need for an answer. */
export interface PlainCost {
  lists: number;
  heads: number;
  /** Objects listed. Some callers send a HEAD for each of them. */
  objects: number;
}

const COUNTER_OF = {
  hit: 'hits',
  partial: 'partials',
  miss: 'misses',
  stale: 'misses',
  request: 'misses',
  bypass: 'bypasses',
} as const satisfies Record<Served, string>;

function counterOf({ served, detail }: Provenance): Counter {
  return detail === STALE_IF_ERROR ? 'staleServed' : COUNTER_OF[served];
}

export interface CountDeps {
  telemetry: Telemetry;
  logReason?: ((reason: string) => void) | undefined;
}

export function countQuestion<T>(
  { telemetry, logReason }: CountDeps,
  answer: Answer<T>,
  costOf: (value: T) => PlainCost,
): void {
  telemetry.count('requests');
  if (answer.outcome === 'failed' && answer.code !== 'no-such-key') {
    if (FAILURES.has(answer.code)) telemetry.count('failures');
    if (DECLINED.has(answer.code)) telemetry.count('declined');
    return;
  }
  const { provenance } = answer;
  if (provenance) telemetry.count(counterOf(provenance));
  if (provenance && provenance.served !== 'hit') logReason?.(reasonOf(provenance));
  const cost = answer.outcome === 'answered' ? costOf(answer.value) : NOTHING_THERE;
  if (cost.lists > 0) telemetry.count('plainLists', cost.lists);
  if (cost.heads > 0) telemetry.count('plainHeads', cost.heads);
  if (cost.objects > 0) telemetry.count('listedObjects', cost.objects);
}

/** The same terms as in Cache-Status: `miss`, `partial`, `bypass, index-unavailable`, ... */
function reasonOf({ served, detail }: Provenance): string {
  return detail === undefined ? served : `${served}, ${detail}`;
}

/** Failures that are neither an expected result nor the caller's fault. */
const FAILURES = new Set<string>(['upstream-denied', 'upstream-failed', 'unavailable']);
/** Refusals that the contract foresees. They are no faults, although they are answered with 503 and 504. */
const DECLINED = new Set<string>(['only-if-cached', 'incomplete']);

/** The calls that a caller without the index needs to see that a key does not exist. */
export const NOTHING_THERE: PlainCost = { lists: 0, heads: 1, objects: 0 };

/** The LISTs that a caller without the index needs for this many names. */
export function costOfNames(names: number, entries: readonly Entry[]): PlainCost {
  let objects = 0;
  for (const entry of entries) if (entry.type === 'object') objects++;
  return { lists: Math.max(1, Math.ceil(names / LIST_MAX_KEYS)), heads: 0, objects };
}

/** Without the index, an object needs a HEAD, and a directory's totals need its listing. */
export function costOfStat(stat: Stat): PlainCost {
  if (stat.type === 'object') return { lists: 0, heads: 1, objects: 0 };
  const children = stat.totals.objects + stat.totals.directories;
  return { lists: Math.max(1, Math.ceil(children / LIST_MAX_KEYS)), heads: 0, objects: 0 };
}
