/** Compares what clients see of one fill with what they may see. */
import type { FillName, FillProgress, FillState } from '../../../lambdas/core/model/fill-job.ts';
import type { Asking } from '../asking.ts';
import { statesSince } from '../truth.ts';
import { Violation } from '../violation.ts';

interface Begun {
  name: FillName;
  prefix: string;
  recursive: boolean;
  beganMs: number;
}

const ENDED: readonly FillState[] = ['complete', 'cancelled', 'failed'];

export class FillWatch {
  readonly name: FillName;
  private readonly asking: Asking;
  private readonly begun: Begun;
  private last: FillProgress = { state: 'queued', listed: 0, pages: 0 };
  private isCancelled = false;

  constructor(asking: Asking, begun: Begun) {
    this.asking = asking;
    this.begun = begun;
    this.name = begun.name;
  }

  get state(): FillState {
    return this.last.state;
  }

  get hasEnded(): boolean {
    return ENDED.includes(this.last.state);
  }

  /** Called when the cancellation was answered. */
  cancelled(): void {
    this.isCancelled = true;
  }

  saw(progress: FillProgress): void {
    const { last } = this;
    if (progress.listed < last.listed || progress.pages < last.pages) this.fault('goes back', progress);
    if (this.hasEnded && progress.state !== last.state) this.fault('ends twice', progress);
    if (progress.state === 'queued' && last.state === 'running') this.fault('goes back', progress);
    const hasEnded = ENDED.includes(progress.state);
    if (hasEnded !== (progress.finishedAt !== undefined)) this.fault('has ended, or not', progress);
    if (this.isCancelled && !hasEnded) this.fault('goes on after it was cancelled', progress);
    if (progress.state === 'complete' && !this.hasEnded) this.checkComplete(progress);
    this.last = progress;
  }

  /**
   * Each name must have been listed exactly once, at some time since the fill began. So every name that existed all
   * the time must be counted, and no name that never existed.
   */
  private checkComplete(progress: FillProgress): void {
    const { least, most } = this.bounds();
    if (progress.listed < least || progress.listed > most)
      this.fault(`is complete, with ${least} to ${most} names in S3`, progress);
  }

  private bounds(): { least: number; most: number } {
    const { prefix, recursive, beganMs } = this.begun;
    const { s3 } = this.asking;
    const below = [...s3.keys].filter(([key]) => key.startsWith(prefix));
    const names = recursive ? below : [...s3.names(prefix)];
    const seen = names.map(([, states]) => statesSince<unknown>(states, beganMs, 0));
    return {
      least: seen.filter((values) => values.every(Boolean)).length,
      most: seen.filter((values) => values.some(Boolean)).length,
    };
  }

  private fault(what: string, progress: FillProgress): never {
    const { prefix, recursive } = this.begun;
    const fill = JSON.stringify({ prefix, recursive, before: this.last });
    throw new Violation('fill', `a fill ${what}: ${JSON.stringify(progress)} of ${fill}`);
  }
}
