/**
 * Lists large parts of a tree, several ranges in parallel. One chain of LISTs takes 40 to 80 ms for each 1,000 keys.
 * So a lister that has finished takes over a part of another lister's range, which is divided at directories or at
 * the starts of earlier pages.
 */
import { LIST_MAX_KEYS } from '../../../shared/list-bound.ts';
import type { CachedPage } from '../model/cached-page.ts';
import { endsAfter, type NameRange } from '../model/range.ts';
import { type SplitPoints, splitRange } from '../model/split-range.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import { LISTS_OF_A_QUESTION } from '../request/outage.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { type Gap, listGap } from './list-gap.ts';
import { ParallelLimit } from './parallel-limit.ts';
import type { Watch } from './watch.ts';

/**
 * Maximum number of parallel S3 calls of one question. A page takes 40 to 80 ms in S3 and about 10 ms of the processor,
 * so 8 keep one processor busy, and 16 also do so if S3 is slower. With 24, the writes fell behind the LISTs, and 3 %
 * more LISTs were sent.
 */
export const LISTS_AT_ONCE = 16;
/** Maximum number of S3 calls of one question: about 2,000,000 keys, for one cent. */
const MAX_LISTS = 2_000;
/** A range is divided only after this many LISTs, because most trees are small, and each part costs a LIST. */
const SHARED_AFTER_LISTS = 3;

interface Task extends NameRange {
  token?: string;
}

export interface RangeFill {
  at: ScopeContext;
  watch: Watch | undefined;
  points: SplitPoints;
  /**
   * Finds more points inside the range, with at most a few S3 calls. Returns none if the range has no directories.
   */
  findPoints(range: NameRange): Promise<string[] | Failed>;
  /** Called for each page as it arrives, in any order. */
  onPage(page: CachedPage): void;
}

/** `complete`: everything was listed. `stopped`: the budget of the question was used up first. */
export type RangesFilled = { outcome: 'complete' | 'stopped' } | Failed;

export async function fillRanges(fill: RangeFill, ranges: readonly NameRange[]): Promise<RangesFilled> {
  const pool = new Pool(fill, ranges);
  return pool.run();
}

class Pool {
  readonly #fill: RangeFill;
  readonly #waiting: Task[];
  readonly #atOnce: ParallelLimit;
  #working = 0;
  #finding = false;
  /**
   * The number of listed keys, and of points passed while listing them. They give the estimated number of keys
   * between two points.
   */
  #keys = 0;
  #passed = 0;
  /** The number of consecutive searches without a result, and the number of LISTs before which no search is made. */
  #fruitless = 0;
  #searchAtLists = 0;
  #lists = 0;
  #stopped = false;
  #failure: Failed | undefined;

  constructor(fill: RangeFill, ranges: readonly NameRange[]) {
    this.#fill = fill;
    this.#atOnce = new ParallelLimit(fill.at.question.isOutage ? LISTS_OF_A_QUESTION : LISTS_AT_ONCE);
    this.#waiting = [...ranges];
  }

  async run(): Promise<RangesFilled> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const start = (): void => {
      while (this.#working < this.#atOnce.now && this.#waiting.length > 0 && !this.#ended) {
        const task = this.#waiting.shift()!;
        this.#working++;
        this.#list(task, start).then(() => {
          this.#working--;
          start();
        }, reject);
      }
      if (this.#working === 0) resolve();
    };
    start();
    await promise;
    if (this.#failure) return this.#failure;
    return { outcome: this.#stopped || this.#waiting.length > 0 ? 'stopped' : 'complete' };
  }

  get #ended(): boolean {
    return this.#stopped || this.#failure !== undefined;
  }

  /**
   * Lists the task to its end. While other listers are idle, gives them parts of it. If there are too many listers,
   * gives back all of it.
   */
  async #list(task: Task, onShare: () => void): Promise<void> {
    for (let rest: Task | undefined = task; rest && !this.#ended; ) {
      rest = await this.#listOne(rest);
      if (rest && this.#working > this.#atOnce.now) {
        this.#waiting.push(rest);
        return;
      }
      if (rest) rest = await this.#share(rest, onShare);
    }
  }

  /** Sends one LIST. Returns the rest of the task. */
  async #listOne(task: Task): Promise<Task | undefined> {
    const { at, watch, onPage } = this.#fill;
    if (this.#lists >= MAX_LISTS || at.policy.forbidsS3()) {
      this.#stopped = true;
      return undefined;
    }
    this.#lists++;
    const gap: Gap = { ...task, pages: [], known: [], wanted: LIST_MAX_KEYS };
    const sentAt = at.instance.clock.now();
    const listed = await listGap(at, gap, watch);
    this.#atOnce.noteList({ sentAt, endedAt: at.instance.clock.now() });
    if (isFailed(listed)) {
      this.#fail(listed);
      return undefined;
    }
    this.#keys += listed.page.entries.length;
    this.#passed += this.#fill.points.inside(listed.page).length;
    onPage(listed.page);
    const reached = listed.page.through;
    if (typeof reached !== 'string' || !endsAfter(task.through, reached)) return undefined;
    return { after: reached, through: task.through, token: listed.token };
  }

  /**
   * Records a failure. If only the request's time is over, this is not a failure of S3: the request answers with what
   * it has, and the next request continues.
   */
  #fail(failure: Failed): void {
    if (this.#fill.at.policy.forbidsS3()) this.#stopped = true;
    else this.#failure ??= failure;
  }

  async #share(rest: Task, onShare: () => void): Promise<Task> {
    const { points } = this.#fill;
    const idle = this.#atOnce.now - this.#working - this.#waiting.length;
    if (idle <= 0 || this.#lists < SHARED_AFTER_LISTS) return rest;
    let inside = points.inside(rest);
    if (inside.length === 0) {
      inside = await this.#findPoints(rest);
      if (inside.length === 0) return rest;
    }
    const [own, ...shares] = splitRange(rest, inside, Math.min(idle + 1, this.#worthParts(inside.length)));
    this.#waiting.push(...shares);
    onShare();
    return { ...own!, token: rest.token };
  }

  /**
   * The number of parts. Each should contain enough keys for a full LIST, and there should not be more parts than
   * LISTs were sent.
   */
  #worthParts(points: number): number {
    if (this.#passed === 0) return this.#lists;
    const likely = Math.floor((points * this.#keys) / this.#passed / LIST_MAX_KEYS);
    return Math.max(1, Math.min(likely, this.#lists));
  }

  /**
   * Searches for points. Only one search runs at a time, because several would find the same points. After searches
   * without a result, the next one is made later.
   */
  async #findPoints(range: NameRange): Promise<string[]> {
    if (this.#finding || this.#lists < this.#searchAtLists) return [];
    this.#finding = true;
    const found = await this.#fill.findPoints(range);
    this.#finding = false;
    if (isFailed(found)) {
      this.#fail(found);
      return [];
    }
    this.#fill.points.add(found);
    const inside = this.#fill.points.inside(range);
    this.#fruitless = inside.length > 0 ? 0 : this.#fruitless + 1;
    this.#searchAtLists = this.#lists + 2 ** this.#fruitless;
    return inside;
  }
}
