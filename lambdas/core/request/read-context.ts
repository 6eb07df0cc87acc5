/** One question on its way to an answer: what it may do, and the ports as it uses them. */
import type { ServedBucket } from '../model/served-bucket.ts';
import type { CacheDirectives } from '../questions/cache-directives.ts';
import { IndexGate } from './index-gate.ts';
import type { Instance } from './instance.ts';
import { RequestPolicy } from './request-policy.ts';
import { StoreGate } from './store-gate.ts';

export class ReadContext {
  readonly instance: Instance;
  readonly policy: RequestPolicy;
  readonly index: IndexGate;
  readonly store: StoreGate;
  /** Drawn from the instance's sequence when the question began. */
  readonly beganNumber: number;

  private constructor(instance: Instance, policy: RequestPolicy) {
    this.instance = instance;
    this.beganNumber = instance.sequence.next();
    this.policy = policy;
    this.index = new IndexGate(instance.clock);
    this.store = new StoreGate(instance.clock, policy);
  }

  /** `lifeMs`: how old an answer to this kind of question may be; 0 leaves the index aside. */
  static open(
    instance: Instance,
    question: { bucket: ServedBucket; freshness: CacheDirectives },
    lifeMs: number,
  ): ReadContext {
    const { clock, settings, bucketItems } = instance;
    const context = new ReadContext(instance, new RequestPolicy(clock, question, { ...settings, lifeMs }));
    if (lifeMs === 0) context.index.bypass('not-cached');
    context.index.open(async () => {
      context.policy.learn(await bucketItems.of(question.bucket));
      if (context.#bypassWhenClockIsWrong()) instance.telemetry.count('clockWrong');
    });
    return context;
  }

  /** May fetched answers be written to the index? */
  get storing(): boolean {
    this.#bypassWhenClockIsWrong();
    return this.index.bypassed === undefined && !this.policy.directives.noStore;
  }

  /**
   * Known once the table has answered. Where the clock is surely wrong, times in the index cannot be compared with
   * it.
   */
  #bypassWhenClockIsWrong(): boolean {
    const isWrong = (this.instance.clock.offsetMs?.() ?? 0) !== 0;
    if (isWrong) this.index.bypass('clock-is-wrong');
    return isWrong;
  }
}
