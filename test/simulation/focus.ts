/** Conditions that are forced on a seed so that it soon shows one kind of break. */
import type { FaultRates } from './faults.ts';
import type { Workload } from './workload.ts';

export interface Focus {
  faults?: FaultRates;
  workload?: Partial<Workload>;
}

const WORKING = {
  indexFailsBefore: 0,
  indexFailsAfter: 0,
  storeFails: 0,
  readerCrash: 0,
  invalidatorCrash: 0,
};

/** Many concurrent actions, with equal clocks and lives longer than the run. Nothing fails. */
export const RACES: Focus & Required<Focus> = {
  faults: WORKING,
  workload: {
    ...{ events: 's3', listLifeMs: 6_000, statLifeMs: 6_000, requestBudgetMs: 25_000, clockMarginMs: 0 },
    ...{ readers: 2, clients: 4, questionsPerClient: 8, writes: 20, chaosMs: 150, invalidations: 0 },
    trees: 0,
    finds: 0,
    storesAtSecondMiss: false,
    fills: 0,
  },
};

/** The two objects of a directory are removed and put again repeatedly at the same time, while all clients list. */
export const LAST_REMOVALS: Focus & Required<Focus> = {
  faults: {
    ...WORKING,
    eventDelayed: 0,
    eventLost: 0,
    eventDuplicated: 0,
    receiptLost: 0,
    slowCall: 0,
    slowMark: 0.4,
  },
  workload: {
    ...RACES.workload,
    ...{ keys: ['b/c', 'b/d'], filled: 1, inConcert: true, writes: 20, chaosMs: 500, invalidators: 8 },
    ...{ clients: 5, questionsPerClient: 20, lists: 0.9, askedAnew: 0.6, concurrent: true },
  },
};

/** Settings change constantly, with lives longer than the run. */
export const DEPLOYS: Focus & Required<Focus> = {
  faults: WORKING,
  workload: {
    ...RACES.workload,
    ...{ chaosMs: 2_500, deploys: 6, clients: 4, questionsPerClient: 12, writes: 30, readers: 2 },
  },
};

/** RACES, with other faults or another workload. */
export function races(faults: FaultRates, workload: Partial<Workload> = {}): Focus {
  return { faults: { ...RACES.faults, ...faults }, workload: { ...RACES.workload, ...workload } };
}
