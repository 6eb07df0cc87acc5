/** The counters of the instance that answers, again and again while the page is seen. */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { StatsAnswer } from '../../contract/answers.ts';
import { type Pace, repeat } from './pace.ts';
import type { Service } from './service.ts';

const ASK_AGAIN_MS = 1_500;

export function followSavings(
  service: Service,
  pace: Pace,
  ended: AbortSignal,
): ReadonlySignal<StatsAnswer | undefined> {
  const stats = signal<StatsAnswer | undefined>(undefined);
  const ask = async () => {
    // What fails is told by the listing; the last counters stay.
    const answer = await service.stats({ signal: ended }).catch(() => undefined);
    if (answer) stats.value = answer;
  };
  void ask();
  void repeat(pace, ASK_AGAIN_MS, ended, ask);
  return stats;
}
