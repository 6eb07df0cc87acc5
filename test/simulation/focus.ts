/** What a seed is made to have so that one kind of break shows in it soon. */
import type { FaultKind } from './faults.ts';
import type { Workload } from './workload.ts';

export interface Focus {
  /** Happen in any case. */
  faults?: readonly FaultKind[];
  /** Do not happen, where they would only hide it. */
  spared?: readonly FaultKind[];
  workload?: Partial<Workload>;
}

/** Much at once, on clocks that agree, in lives that outlast it. */
export const RACES: Focus = {
  spared: ['indexFailsBefore', 'indexFailsAfter', 'storeFails', 'readerCrash'],
  workload: {
    ...{ events: 's3', listLifeMs: 6_000, statLifeMs: 6_000, requestBudgetMs: 25_000, clockMarginMs: 0 },
    ...{ readers: 2, clients: 4, questionsPerClient: 8, writes: 20, chaosMs: 150, invalidations: false },
  },
};

/** The same, where directories come and go. */
export const DEEP_RACES: Focus = {
  ...RACES,
  workload: { ...RACES.workload, keys: ['a/b/c', 'a/b/d'], invalidators: 3, filled: 0.7, chaosMs: 80 },
};
