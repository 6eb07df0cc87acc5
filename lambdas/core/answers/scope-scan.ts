/**
 * Reads a scope from a position on, in S3's order. It uses adjacent valid pages and the records that are later than
 * them. It fills gaps by LIST, and checks void names in S3 in the cheapest way.
 */
import { IndexWindow } from '../index/window.ts';
import { pageAt } from '../model/cached-page.ts';
import type { ChunkSums } from '../model/chunk.ts';
import type { Entry } from '../model/entry.ts';
import { isBeyond, type MergedPage, mergeAt } from '../model/merge-page.ts';
import { comparePositions, END, endsAfter, justBelow, type Position, type RangeEnd } from '../model/range.ts';
import { fillOnce } from '../origin/fill-once.ts';
import type { AtGap } from '../origin/fill-under-lease.ts';
import type { Gap } from '../origin/list-gap.ts';
import type { Failed } from '../questions/answer.ts';
import { type Evidence, fold, fromIndex, NO_EVIDENCE, refusedAs } from '../request/evidence.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { Stores } from '../request/stores.ts';
import { lookAtVoids, type Resolved } from './look-at-voids.ts';
import { type NextStep, nextStep } from './scan-step.ts';

/** The next entries, ascending. A block may be empty although the scan continues. */
export interface Block {
  outcome: 'block';
  entries: readonly Entry[];
  /** Sums of other entries, before, after and between these. Empty unless the scan counts. */
  sums: readonly ChunkSums[];
}

const NOTHING_YET: Block = { outcome: 'block', entries: [], sums: [] };

interface ScanOptions {
  after: Position;
  filter: string;
  ignoreStored?: boolean;
  counts?: boolean;
}

export class ScopeScan {
  readonly #at: ScopeContext;
  readonly #filter: string;
  /** If true, stored observations are not used and S3 is asked. */
  readonly #ignoreStored: boolean;
  /** If true, pages are counted by the sums in their items where possible. */
  readonly #counts: boolean;
  readonly #window: IndexWindow;
  readonly #stores = new Stores();
  readonly #fromStart: boolean;
  #position: Position;
  #ended = false;
  /** True if it is known that another item follows the position. */
  #followed = false;
  #stale = false;
  #run: { through: RangeEnd; token: string } | undefined;
  #evidence: Evidence = NO_EVIDENCE;
  /** Number of gaps filled by this scan. A question may run several scans. */
  fills = 0;

  /** The scan starts before the first name after `after` that starts with the filter. */
  constructor(at: ScopeContext, options: ScanOptions) {
    const { after, filter, ignoreStored = false, counts = false } = options;
    this.#at = at;
    this.#ignoreStored = ignoreStored;
    this.#counts = counts;
    this.#filter = filter;
    const start = justBelow(filter);
    this.#fromStart = comparePositions(start, after) >= 0;
    this.#position = this.#fromStart ? start : after;
    this.#window = new IndexWindow(at, { ignoreStored, counts });
  }

  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Waits until the pages that were listed are stored. Returns the evidence of everything that the scan has returned.
   */
  async evidence(): Promise<Evidence> {
    return fold(this.#window.evidence, this.#evidence, await this.#stores.ended());
  }

  /** True if the next step must ask S3 for a page. */
  async atGap(wanted: number): Promise<boolean> {
    await this.#window.reach(this.#position, wanted);
    return !this.#ended && pageAt(this.#window.pages, this.#position) === undefined;
  }

  /** Returns the next entries, at most `wanted`. */
  async next(wanted: number): Promise<Block | Failed> {
    this.#rejudgeWhenStale();
    this.#followed = false;
    await this.#window.reach(this.#position, wanted);
    const step = this.#nextStep(wanted);
    if (step.outcome === 'gap') return (await this.#fill(wanted)) ?? NOTHING_YET;
    if (step.outcome === 'relist') {
      this.#evidence = fold(this.#evidence, refusedAs('void'));
      this.#window.drop(step.pages);
      return NOTHING_YET;
    }
    const resolved = await this.#resolve(step.merged);
    if (resolved.outcome === 'failed') return resolved;
    if (resolved.outcome === 'relist') {
      this.#window.drop(resolved.pages);
      return NOTHING_YET;
    }
    this.#note(step.merged);
    this.#goOn(step.last);
    return {
      outcome: 'block',
      entries: resolved.entries,
      sums: step.merged.flatMap(({ sums }) => sums ?? []),
    };
  }

  /** True when another item is known to follow, or when it is unknown whether one does. */
  mayHaveMore(): boolean {
    if (this.#ended) return false;
    if (this.#followed) return true;
    const view = this.#window.view(this.#filter);
    const empty: MergedPage[] = [];
    for (let position = this.#position; ; ) {
      const merged = mergeAt(view, position, 1);
      if (!merged || merged.items.length > 0) return true;
      empty.push(merged);
      if (merged.through === END || isBeyond(this.#filter, merged.through)) break;
      // The records that were read end here, so nothing is known about the names after them.
      if (!endsAfter(merged.through, position)) return true;
      position = merged.through;
    }
    // That no entry follows is also part of the answer, so the pages that show it are part of the evidence.
    this.#note(empty);
    return false;
  }

  #nextStep(wanted: number): NextStep {
    return nextStep(this.#window.view(this.#filter), {
      ...{ position: this.#position, wanted, counts: this.#counts },
      mayList: this.#at.policy.forbidsS3() === undefined,
      reaches: (position) => this.#window.reaches(position),
    });
  }

  async #resolve(merged: readonly MergedPage[]): Promise<Resolved | Failed> {
    if (merged.every(({ voids }) => voids.length === 0))
      return { outcome: 'entries', entries: merged.flatMap(({ items }) => items as Entry[]) };
    const { value, evidence } = await lookAtVoids(this.#at, merged);
    this.#evidence = fold(this.#evidence, evidence);
    return value;
  }

  #goOn({ through, followed }: MergedPage): void {
    this.#followed = followed;
    if (through === END || isBeyond(this.#filter, through)) this.#ended = true;
    else this.#position = through;
  }

  /** Adds the evidence of pages from the index. The evidence of pages from S3 was added before. */
  #note(merged: readonly MergedPage[]): void {
    const used = merged.filter(({ page }) => !page.fresh).flatMap((it) => [it.page, ...it.used]);
    this.#evidence = fold(this.#evidence, ...used.map(fromIndex));
  }

  /** After S3 has failed, expired pages may be used unless they are void. So the pages are judged again. */
  #rejudgeWhenStale(): void {
    if (this.#stale || !this.#at.policy.staleIfError) return;
    this.#stale = true;
    this.#window.rejudge();
  }

  async #fill(wanted: number): Promise<Failed | undefined> {
    await this.#stores.room();
    const mayRent = this.fills++ === 0 && this.#fromStart && !this.#ignoreStored;
    const after = this.#position;
    const window = this.#window;
    const token = this.#run?.through === after ? this.#run?.token : undefined;
    const found = (): AtGap => ({ pages: window.pages, known: window.known, knownIn: window.knownIn });
    const gap: Gap & AtGap = { after, wanted, token, mayRent, ignoreStored: this.#ignoreStored, ...found() };
    const { value, evidence } = await fillOnce(this.#at, gap, async () => {
      await window.refresh(after, wanted);
      return found();
    });
    this.#evidence = fold(this.#evidence, evidence);
    if (value.outcome === 'failed') return value;
    if (value.outcome === 'waited') return undefined;
    window.add(value.page);
    this.#stores.add(value.stored);
    this.#run = value.token === undefined ? undefined : { through: value.page.through, token: value.token };
    return undefined;
  }
}
