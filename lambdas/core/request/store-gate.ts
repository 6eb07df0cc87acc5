/**
 * S3, as one question uses it. Calls are counted and timed, and are made only if the question's policy allows them.
 */
import type { Clock } from '../ports/clock.ts';
import type { StoreFailure } from '../ports/object-store.ts';
import { type Failed, failed } from '../questions/answer.ts';
import type { Outage } from './outage.ts';
import { OwnTurns } from './own-turns.ts';
import type { RequestPolicy } from './request-policy.ts';
import type { S3CallKind, S3Ceiling } from './s3-ceiling.ts';
import { Stopwatch } from './stopwatch.ts';

const CROWDED = failed(
  'unavailable',
  'The index is not available, and too many requests are already asking S3 instead.',
);

type Succeeded = { outcome: 'listed' | 'present' | 'absent' };

export class StoreGate {
  readonly #policy: RequestPolicy;
  readonly #time: Stopwatch;
  readonly #outage: () => Outage | undefined;
  #lists = 0;
  #heads = 0;
  #failedElsewhere = false;
  #ceiling: S3Ceiling | undefined;
  #ownTurns: OwnTurns | undefined;
  #refused = false;

  /** `outage`: limits the calls during an outage of the table. `undefined` when there is no outage. */
  constructor(clock: Clock, policy: RequestPolicy, outage: () => Outage | undefined) {
    this.#outage = outage;
    this.#policy = policy;
    this.#time = new Stopwatch(clock);
  }

  get lists(): number {
    return this.#lists;
  }

  get heads(): number {
    return this.#heads;
  }

  get totalMs(): number {
    return this.#time.totalMs;
  }

  /** True if S3 was asked by this question, or by another question for which this one waited. */
  get asked(): boolean {
    return this.#lists + this.#heads > 0 || this.#failedElsewhere;
  }

  /** Sets a limit for questions that would otherwise have no limit on the number of their calls. */
  setCeiling(ceiling: S3Ceiling): void {
    this.#ceiling = ceiling;
  }

  /**
   * Returns the reason why this question may not, or no longer, make such a call; `undefined` when it may. The reason
   * says nothing about S3.
   */
  forbids(kind: S3CallKind): Failed | undefined {
    return this.#policy.forbidsS3() ?? this.#ceiling?.forbids(kind);
  }

  /** Notes that S3 failed for another question for which this one waited. */
  noteFailureElsewhere(): void {
    this.#failedElsewhere = true;
  }

  async ask<T extends Succeeded>(
    kind: S3CallKind,
    call: () => Promise<T | StoreFailure>,
  ): Promise<T | Failed> {
    const forbidden = this.forbids(kind);
    if (forbidden) return forbidden;
    const send = () => {
      this.#ceiling?.note(kind);
      if (kind === 'list') this.#lists++;
      else this.#heads++;
      return this.#time.time(call);
    };
    const outage = this.#outage();
    if (!outage) return this.#outcomeOf(await send());
    this.#ownTurns ??= new OwnTurns();
    return this.#ownTurns.take(kind, async () => {
      const late = this.forbids(kind);
      if (late) return late;
      // After one refusal the question fails, so its other calls do not wait for theirs.
      const passed = this.#refused ? undefined : await outage.pass(kind, send);
      this.#refused ||= passed === undefined;
      return passed ? this.#outcomeOf(passed.result) : CROWDED;
    });
  }

  #outcomeOf<T extends Succeeded>(answer: T | StoreFailure): T | Failed {
    return isFailure(answer) ? this.#failedBy(answer) : answer;
  }

  #failedBy({ reason }: StoreFailure): Failed {
    switch (reason) {
      case 'no-such-bucket':
        return failed('no-such-bucket', `S3 has no bucket ${JSON.stringify(this.#policy.bucket.name)}.`);
      case 'denied':
        return failed('upstream-denied', 'S3 denied access to this service.');
      case 'invalid-response':
        return failed('upstream-failed', 'Invalid response from S3.');
      case 'disordered':
        return {
          ...failed('upstream-failed', 'Invalid response from S3: its pages contradict each other.'),
          disordered: true,
        };
      case 'unavailable':
        return failed('unavailable', 'S3 did not answer.');
    }
  }
}

function isFailure(answer: Succeeded | StoreFailure): answer is StoreFailure {
  return answer.outcome === 'failed';
}
