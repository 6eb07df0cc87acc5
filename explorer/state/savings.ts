/** The counters of the answering instance, read repeatedly while the page is visible. */
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
    // The permission does not change later, because a new token reloads the page.
    if (stats.peek() === 'refused') return;
    // Failures are shown by the listing. Here the last counters stay.
    const answer = await service
      .stats({ signal: ended })
      .catch((error: unknown) => (isRefusal(error) ? 'refused' : undefined));
    if (answer) stats.value = answer;
  };
  void ask();
  void repeat(pace, ASK_AGAIN_MS, ended, ask);
  return stats;
}
