/** Everything in one seed: buckets, the index, writers, clients, event delivery, and all faults. */
import type { ServedBucket } from '../../lambdas/core/model/served-bucket.ts';
import type { Asking, Counts } from './asking.ts';
import type { Break } from './break.ts';
import { Deploys } from './deploys.ts';
import { Faults } from './faults.ts';
import { FillMessages } from './fills/queue.ts';
import { Fleet } from './fleet.ts';
import type { Focus } from './focus.ts';
import { IndexItems } from './index-items.ts';
import { Knowledge } from './knowledge.ts';
import type { Factory, Version } from './lambdas.ts';
import { Prng } from './prng.ts';
import { Queue } from './queue.ts';
import { S3History } from './s3-history.ts';
import { Scheduler } from './scheduler.ts';
import { Trace } from './trace.ts';
import { Truth } from './truth.ts';
import { drawWorkload, LIVES_MS, type Workload } from './workload.ts';
import { Writers } from './writers.ts';

const START_MS = 1_700_000_000_000;
/** The settings of this bucket may change. Those of its neighbour do not change. */
const BUCKET = 'simulated';
const NEIGHBOUR = 'neighbour';
/** Share of the neighbouring buckets whose events are sent. */
const NEIGHBOUR_HEARS = 0.9;
/** The minimum number of deploys, for a run in which every seed has deploys. */
const MIN_DEPLOYS = 2;

export interface World {
  workload: Workload;
  factory: Factory;
  fleet: Fleet;
  /** One for each bucket. */
  askings: readonly Asking[];
  counts: Counts;
  queue: Queue;
  /** One for each bucket. */
  writers: readonly Writers[];
  deploys: Deploys;
  /** The random generator for the clients' questions. */
  questions: Prng;
  /** The random generator for sorted and filtered listings. */
  finds: Prng;
}

export interface SeedOptions {
  broken?: Break | undefined;
  /** Conditions that make it likely that a break shows in this seed. */
  focused?: boolean;
  /** Makes settings change in this seed, whatever the seed draws. */
  deploying?: boolean;
  trace?: boolean;
}

export function createWorld(seed: number, options: SeedOptions): World {
  const { broken, trace: tracing = false } = options;
  const focus: Focus = options.focused && broken ? broken.focus : {};
  const workload = workloadOf(seed, focus, options);
  const { requestBudgetMs, clockMarginMs, keepSlackMs } = workload;
  const scheduler = new Scheduler(new Prng(seed, 'schedule'), START_MS);
  const faults = new Faults(new Prng(seed, 'faults'), focus.faults);
  const trace = new Trace(tracing, START_MS);
  const prng = new Prng(seed, 'choices');
  const around = { scheduler, latency: new Prng(seed, 'latency'), faults, trace };
  const version = versionOf(workload, new Prng(seed, 'neighbour'));
  const buckets = version.neighbour ? [version.bucket, version.neighbour] : [version.bucket];
  const s3 = new Map(buckets.map(({ name }) => [name, new S3History()]));
  const items = new IndexItems(workload.holdsAllNames);
  for (const { name } of buckets) items.of(name);
  const fillPrng = new Prng(seed, 'fills');
  const fillMessages = new FillMessages(around, fillPrng);
  const factory: Factory = {
    ...{
      around,
      s3,
      items,
      prng,
      fillPrng,
      fillMessages,
      requestBudgetMs,
      clockMarginMs,
      keepSlackMs,
      digestObjects: new Prng(seed, 'digests').pick(DIGEST_OBJECTS),
      broken,
      version,
    },
  };
  const queue = new Queue({ bucket: BUCKET, scheduler, faults, prng, trace });
  const counts: Counts = {
    ...{ questions: 0, answers: 0, claims: 0, failures: 0, crashed: 0 },
    ...{ served: new Map(), fills: new Map() },
  };
  const askings = buckets.map(({ name }) => askingOf({ factory, counts }, name));
  const writers = buckets.map(
    (bucket) =>
      new Writers(
        { s3: s3.get(bucket.name)!, queue, scheduler, faults, trace, workload, bucket },
        new Prng(seed, `writes to ${bucket.name}`),
      ),
  );
  trace.note(START_MS, 'seed', () => `${seed}: ${JSON.stringify(workload)}; faults: ${faults.describe()}`);
  const { readers, invalidators, fills, fillWorkers } = workload;
  const fleet = new Fleet(factory, { readers, invalidators, workers: fills > 0 ? fillWorkers : 0 });
  const deploys = new Deploys({ factory, fleet, queue, writers: writers[0]! }, new Prng(seed, 'deploys'));
  return {
    ...{ workload, factory, fleet, askings, counts, queue, writers, deploys },
    questions: new Prng(seed, 'questions'),
    finds: new Prng(seed, 'finds'),
  };
}

/** The pages of a simulation have few objects, so digests have several parts only with small limits. */
const DIGEST_OBJECTS = [1, 2, 3, 500];

/** Share of the seeds whose pages of directories are stored at the second miss. */
const SECOND_MISS = 0.15;

function workloadOf(seed: number, focus: Focus, { deploying }: SeedOptions): Workload {
  const storesAtSecondMiss = new Prng(seed, 'second-miss').chance(SECOND_MISS);
  const drawn = { ...drawWorkload(new Prng(seed, 'workload')), storesAtSecondMiss, ...focus.workload };
  return deploying ? { ...drawn, deploys: Math.max(MIN_DEPLOYS, drawn.deploys) } : drawn;
}

/** The second bucket has its own lives, and usually has events too. */
function versionOf(workload: Workload, prng: Prng): Version {
  const { listLifeMs, statLifeMs, events, neighboured } = workload;
  const tree = { roots: workload.treeRoots, lifeMs: workload.treeLifeMs };
  const bucket: ServedBucket = { name: BUCKET, events, prefixes: [], listLifeMs, statLifeMs, tree };
  if (workload.storesAtSecondMiss) bucket.storesAtSecondMiss = true;
  if (!neighboured) return { bucket, isServed: true };
  const neighbour: ServedBucket = {
    ...bucket,
    name: NEIGHBOUR,
    events: prng.chance(NEIGHBOUR_HEARS) ? 's3' : 'none',
    listLifeMs: prng.pick(LIVES_MS),
    statLifeMs: prng.pick(LIVES_MS),
  };
  return { bucket, isServed: true, neighbour };
}

function askingOf({ factory, counts }: { factory: Factory; counts: Counts }, bucket: string): Asking {
  const { scheduler, faults } = factory.around;
  const s3 = factory.s3.get(bucket)!;
  return {
    ...{ scheduler, s3, counts, bucket },
    bucketOf: ({ version }) => (bucket === NEIGHBOUR ? version.neighbour! : version.bucket),
    truth: new Truth(s3),
    knowledge: new Knowledge(),
    budgetMs: factory.requestBudgetMs,
    clockMarginMs: factory.clockMarginMs,
    clockSteps: faults.possible('clockStep'),
    listsAreWhole: !faults.possible('tornList') && !faults.possible('shortList'),
  };
}
