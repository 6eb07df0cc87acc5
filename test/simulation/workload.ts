/** A seed's parameters: keys, lives, clocks, activity. Small values are common, because their traces are readable. */
import type { EventsMode } from '../../lambdas/core/model/served-bucket.ts';
import type { Prng } from './prng.ts';

/**
 * Names that sort differently by bytes, by UTF-16 units, by locale or by path segments: around the slash (`-` 0x2D,
 * `/` 0x2F, `0` 0x30), astral characters against the end of the private range, control characters, and names that
 * are only a slash.
 */
const NAMES = ['a', 'a-', 'a0', 'b', 'a', 'b', '\u{1f600}', '\uff5e', '\u0001', '\u0002x', 'é', ''];
/** Share of the seeds in which settings change. */
const DEPLOYING = 0.3;
/** Share of the questions that are invalidations, in seeds that have any. */
const INVALIDATIONS = 0.12;
/** Share of the seeds in which a second bucket holds the same keys. */
const NEIGHBOURED = 0.2;
/** Share of the seeds in which S3 returns no storage classes, like some other servers. */
const CLASSLESS = 0.15;
export const LIVES_MS = [0, 60, 300, 300, 1_500, 1_500, 6_000, 6_000];
/**
 * The largest difference between two clocks, half of it to each side of the true time. A small margin hides no race.
 */
const CLOCK_MARGINS_MS = [0, 2, 6, 20, 20, 200];
export const LARGEST_MARGIN_MS = Math.max(...CLOCK_MARGINS_MS);
/** Pages are cut into chunks of about 200 entries. Few directories are larger than that. */
const LARGE_DIRECTORY = 0.01;
const LARGE_DIRECTORY_ENTRIES = 450;
/** Among the seeds with fills, the share that has more directories, so that fills are divided. */
const BROAD = 0.3;
const BROAD_DIRECTORIES = 8;

export interface Workload {
  keys: string[];
  /** A second bucket with the same keys; the same clients write to it and ask about it. */
  neighboured: boolean;
  /** Does S3 return the storage class of an object? */
  classless: boolean;
  events: EventsMode;
  listLifeMs: number;
  statLifeMs: number;
  /** Roots of trees. Without any root, recursive questions ask S3 each time. */
  treeRoots: string[];
  treeLifeMs: number;
  /** Share of the listings that become recursive listings or usage questions. */
  trees: number;
  /** Share of the listings that have conditions or another order, or ask for many directories at the same time. */
  finds: number;
  requestBudgetMs: number;
  clockMarginMs: number;
  /**
   * How long items are kept after their last use. Questions must be shorter than this. Lives are longer, so that
   * errors show.
   */
  keepSlackMs: number;
  /** True: pages of directories are stored at the second miss. Drawn separately. */
  storesAtSecondMiss: boolean;
  /** How often settings change in the run: lives, the source of changes, and whether the bucket is served at all. */
  deploys: number;
  readers: number;
  invalidators: number;
  clients: number;
  questionsPerClient: number;
  /**
   * `lists`: share of the questions that are listings. `askedAnew`: share whose Cache-Control requires that S3 is
   * asked.
   */
  lists: number;
  askedAnew: number;
  /** Share of the questions about keys that never exist, so that many misses occur in one directory. */
  strangers: number;
  writes: number;
  /** Share of the writes to existing keys that remove the key. */
  removals: number;
  /** True: a key is put before another one is removed, so that the directory is never empty. */
  relayed: boolean;
  /** True: whole trees are removed and put again (`rm -r`, an upload) instead of single keys. */
  inConcert: boolean;
  chaosMs: number;
  /** Share of the questions that are explicit invalidations. Each takes a second. */
  invalidations: number;
  /**
   * True: an instance answers several questions at the same time (local stack). False: one after the other (Lambda).
   */
  concurrent: boolean;
  /** Share of the keys that exist at the start. */
  filled: number;
  /** Further keys that are put before the start and never written again. */
  ballast: string[];
  holdsAllNames: boolean;
  /** The number of fills that are begun in the run. */
  fills: number;
  fillWorkers: number;
}

type Drawn = Omit<Workload, 'storesAtSecondMiss'>;

export function drawWorkload(prng: Prng): Drawn {
  const keys = drawKeys(prng, prng.int(1, 8));
  const small = prng.chance(0.5);
  const searching = prng.chance(0.08);
  const invalidations = prng.chance(0.3) ? INVALIDATIONS : 0;
  const ballastPrefix = keys[0]!.slice(0, keys[0]!.lastIndexOf('/') + 1);
  const requestBudgetMs = prng.pick([400, 5_000, 25_000]);
  const ballast = prng.chance(LARGE_DIRECTORY) ? LARGE_DIRECTORY_ENTRIES : 0;
  const workload: Drawn = {
    keys,
    neighboured: prng.chance(NEIGHBOURED),
    classless: prng.chance(CLASSLESS),
    events: prng.chance(0.93) ? 's3' : 'none',
    listLifeMs: prng.pick(LIVES_MS),
    statLifeMs: prng.pick(LIVES_MS),
    treeRoots: prng.pick([[''], [''], [''], ['a/', 'b/'], []]),
    treeLifeMs: prng.pick(LIVES_MS),
    trees: prng.pick([0, 0.5, 0.5, 1]),
    requestBudgetMs,
    clockMarginMs: prng.pick(CLOCK_MARGINS_MS),
    keepSlackMs: requestBudgetMs,
    deploys: prng.chance(DEPLOYING) ? prng.int(1, 4) : 0,
    readers: prng.small(4),
    invalidators: prng.small(3),
    clients: prng.int(1, small ? 2 : 5),
    questionsPerClient: prng.int(2, small ? 5 : 10) * (searching ? 2 : 1),
    lists: searching ? 0.1 : 0.4,
    askedAnew: 0.3,
    strangers: searching ? 0.7 : 0.05,
    writes: prng.int(1, small ? 5 : 20),
    removals: 0.5,
    relayed: prng.chance(0.1),
    inConcert: prng.chance(0.15),
    chaosMs: prng.pick(invalidations > 0 ? [2_500, 4_000] : [40, 150, 600, 600, 2_500]),
    invalidations,
    concurrent: prng.chance(0.4),
    filled: prng.pick([0, 0.3, 0.7, 1]),
    ballast: Array.from({ length: ballast }, (_, i) => `${ballastPrefix}n${i}`),
    holdsAllNames: prng.chance(0.5),
    // These are drawn last, so that the other parameters of existing seeds do not change.
    finds: prng.pick([0, 0, 0.4, 0.8]),
    fills: prng.pick([0, 0, 1, 2, 4]),
    fillWorkers: prng.int(1, 3),
  };
  if (workload.fills === 0 || !prng.chance(BROAD)) return workload;
  return { ...workload, ballast: [...workload.ballast, ...broadKeys(ballastPrefix)] };
}

/** Some directories with two keys each. */
export function broadKeys(prefix: string): string[] {
  return Array.from({ length: 2 * BROAD_DIRECTORIES }, (_, i) => `${prefix}m${i >> 1}/${i & 1}`);
}

/** Keys that share directories, so that their changes interfere. */
function drawKeys(prng: Prng, count: number): string[] {
  const alphabet = Array.from({ length: prng.int(1, 4) }, () => prng.pick(NAMES));
  const keys = new Set<string>();
  for (let tries = 0; keys.size < count && tries < 40; tries += 1) {
    const parts = Array.from({ length: prng.small(4) }, () => prng.pick(alphabet));
    if (prng.chance(0.15)) parts.push('');
    const key = parts.join('/');
    if (key !== '') keys.add(key);
  }
  return keys.size > 0 ? [...keys] : ['a/b'];
}

/** Every directory of a key, the root, and one directory that never exists. */
export function directoriesOf(keys: readonly string[]): string[] {
  const prefixes = new Set(['', 'nothing/']);
  for (const key of keys)
    for (let slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1))
      prefixes.add(key.slice(0, slash + 1));
  return [...prefixes];
}
