/** One question while it is being answered: its policy, and the ports in the form in which it uses them. */
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
  /** A number from the instance's sequence, taken when the question began. */
  readonly beganNumber: number;

  private constructor(instance: Instance, policy: RequestPolicy) {
    this.instance = instance;
    this.beganNumber = instance.sequence.next();
    this.policy = policy;
    this.index = new IndexGate(instance.clock, instance.health);
    this.store = new StoreGate(instance.clock, policy, () => (this.isOutage ? instance.outage : undefined));
  }

  /** `lifeMs`: the maximum age of an answer to this kind of question; 0 bypasses the index. */
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

  /** True if the table does not answer. */
  get isOutage(): boolean {
    return this.index.bypassed === 'index-unavailable';
  }

  /** True if fetched data may be written to the index. */
  get storing(): boolean {
    this.#bypassWhenClockIsWrong();
    return this.index.bypassed === undefined && !this.policy.directives.noStore;
  }

  /**
   * Bypasses the index if the clock is certainly wrong, because it must not be compared with times in the index. This
   * is checked late, because it can be known only after the table has answered.
   */
  #bypassWhenClockIsWrong(): boolean {
    const isWrong = (this.instance.clock.offsetMs?.() ?? 0) !== 0;
    if (isWrong) this.index.bypass('clock-is-wrong');
    return isWrong;
  }
}
