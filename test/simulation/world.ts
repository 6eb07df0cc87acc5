/** What one seed is made of: a bucket, an index, those who write, ask and tell, and everything that may go wrong. */
import type { ServedBucket } from '../../lambdas/core/model/served-bucket.ts';
import type { Asking, Counts } from './asking.ts';
import type { Break } from './break.ts';
import { Deploys } from './deploys.ts';
import { Faults } from './faults.ts';
import { Fleet } from './fleet.ts';
import type { Focus } from './focus.ts';
import { Knowledge } from './knowledge.ts';
import type { Factory } from './lambdas.ts';
import { Prng } from './prng.ts';
import { Queue } from './queue.ts';
import { S3History } from './s3-history.ts';
import { Scheduler } from './scheduler.ts';
import { TableItems } from './table-items.ts';
import { Trace } from './trace.ts';
import { Truth } from './truth.ts';
import { drawWorkload, type Workload } from './workload.ts';
import { BUCKET, Writers } from './writers.ts';

const START_MS = 1_700_000_000_000;

export interface World {
  workload: Workload;
  factory: Factory;
  fleet: Fleet;
  asking: Asking;
  queue: Queue;
  writers: Writers;
  deploys: Deploys;
  /** What clients draw their questions from. */
  questions: Prng;
  /** How listings are asked in another way. */
  finds: Prng;
}

export interface SeedOptions {
  broken?: Break | undefined;
  /** Make the seed one in which the break is likely to show. */
  focused?: boolean;
  trace?: boolean;
}

export function createWorld(
  seed: number,
  { broken, focused = false, trace: tracing = false }: SeedOptions,
): World {
  const focus: Focus = focused && broken ? broken.focus : {};
  const workload: Workload = { ...drawWorkload(new Prng(seed, 'workload')), ...focus.workload };
  const { listLifeMs, statLifeMs, events, requestBudgetMs, clockMarginMs, keepSlackMs } = workload;
  const tree = { roots: workload.treeRoots, lifeMs: workload.treeLifeMs };
  const scheduler = new Scheduler(new Prng(seed, 'schedule'), START_MS);
  const faults = new Faults(new Prng(seed, 'faults'), focus.faults);
  const trace = new Trace(tracing, START_MS);
  const prng = new Prng(seed, 'choices');
  const s3 = new S3History();
  const bucket: ServedBucket = { name: BUCKET, events, prefixes: [], listLifeMs, statLifeMs, tree };
  const around = { scheduler, latency: new Prng(seed, 'latency'), faults, trace };
  const items = new TableItems(workload.holdsAllNames);
  const factory: Factory = {
    ...{ around, s3, items, prng, requestBudgetMs, clockMarginMs, keepSlackMs, broken },
    version: { bucket, isServed: true },
  };
  const queue = new Queue({ bucket: BUCKET, scheduler, faults, prng, trace });
  const counts: Counts = { questions: 0, answers: 0, claims: 0, failures: 0, crashed: 0, served: new Map() };
  const asking: Asking = {
    ...{ scheduler, s3, counts },
    truth: new Truth(s3),
    knowledge: new Knowledge(),
    budgetMs: requestBudgetMs,
    clockMarginMs,
    clockSteps: faults.possible('clockStep'),
    listsAreWhole: !faults.possible('tornList') && !faults.possible('shortList'),
  };
  const writers = new Writers({ s3, queue, scheduler, faults, trace, workload }, new Prng(seed, 'writes'));
  trace.note(START_MS, 'seed', () => `${seed}: ${JSON.stringify(workload)}; faults: ${faults.describe()}`);
  const fleet = new Fleet(factory, workload.readers, workload.invalidators);
  const deploys = new Deploys({ factory, fleet, queue, writers }, new Prng(seed, 'deploys'));
  return {
    workload,
    factory,
    fleet,
    asking,
    queue,
    writers,
    deploys,
    questions: new Prng(seed, 'questions'),
    finds: new Prng(seed, 'finds'),
  };
}
