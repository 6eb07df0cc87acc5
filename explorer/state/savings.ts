/** The counters of the instance that answers, again and again while the page is seen. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { StatsAnswer } from '../../contract/answers/stats.ts';
import { type Pace, repeat } from './pace.ts';
import { isRefusal } from './refusal.ts';
import type { Service } from './service.ts';

const ASK_AGAIN_MS = 1_500;

/** Undefined before the first answer. */
export type Savings = StatsAnswer | 'refused' | undefined;

export function followSavings(service: Service, pace: Pace, ended: AbortSignal): ReadonlySignal<Savings> {
  const stats = signal<Savings>(undefined);
  const ask = async () => {
    // A caller who may not see them is not let see them later: a new token starts the page again.
    if (stats.peek() === 'refused') return;
    // The listing shows other failures; the last counters stay.
    const answer = await service
      .stats({ signal: ended })
      .catch((error: unknown) => (isRefusal(error) ? 'refused' : undefined));
    if (answer) stats.value = answer;
  };
  void ask();
  void repeat(pace, ASK_AGAIN_MS, ended, ask);
  return stats;
}
