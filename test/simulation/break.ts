/**
 * A deliberate break of one invariant, made around the real core: a port that lies, a clock that is read too late, a caller
 * that does not wait. The simulation must catch each; otherwise the net has a hole.
 */
import type { ChangeApplier } from '../../lambdas/core/model/change.ts';
import type { Waiter } from '../../lambdas/core/ports/clock.ts';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import type { Focus } from './focus.ts';
import type { Instance } from './instance.ts';
import type { Version } from './lambdas.ts';
import type { S3History } from './s3-history.ts';
import type { SourceChange } from './source-change.ts';
import type { TableItems } from './table-items.ts';

/**
 * `events`, `settings`, `buckets`: rules of an event's way, of deploys, and of buckets beside each other, that have no number; T: the laws
 * of trees; `d`, `f`, `latest`: rules of answers, as in docs/testing.md.
 */
export type Rule = Invariant | TreeRule | 'events' | 'settings' | 'buckets' | 'd' | 'f' | 'latest';

type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9';
type TreeRule = 'T1' | 'T2' | 'T3' | 'T4' | 'T5' | 'T6' | 'T7' | 'T8';

/** What a break may know of the instance it sits in. One for each instance, so it is also where it can keep things. */
export interface Inside {
  role: 'reader' | 'invalidator';
  instance: Instance;
  /** The settings it runs with. */
  version: Version;
  items: TableItems;
  marginMs: number;
  slackMs: number;
  s3: S3History;
  /** The true table and the time the margin is added to, for breaks that write by themselves. */
  table: IndexTable;
  /** The oldest time that an event of the batch at hand gives for itself. */
  eventAtMs: number;
  /** When the batch at hand was received, by this instance's clock. */
  receivedAtMs: number;
  /** Did the last call to S3 fail? */
  storeFailed: () => boolean;
  /** Work put off. */
  later: (() => Promise<unknown>)[];
}

export interface Break {
  name: string;
  rule: Rule;
  /** What a programmer might have thought. */
  story: string;
  /** Where it shows: what a seed is made to have. Without it seeds find it too, after more of them. */
  focus: Focus;
  /** Where no port reaches: another text of the core. Such a break is run in a thread of its own. */
  source?: readonly SourceChange[];
  store?(store: ObjectStore, inside: Inside): Partial<ObjectStore>;
  table?(table: IndexTable, inside: Inside): Partial<IndexTable>;
  applier?(applier: ChangeApplier, inside: Inside): ChangeApplier;
  waiter?(waiter: Waiter): Waiter;
  /** The table is emptied without a floor of times to come. */
  emptiesUnlocked?: boolean;
  /** Nobody measures how far a clock is off. */
  trustsClocks?: boolean;
  /** The margin the core is told. */
  clockMarginMs?: number;
}

/** A port with some of its methods replaced. */
export function withMethods<T extends object>(port: T, methods: Partial<T> | undefined): T {
  if (!methods) return port;
  return new Proxy(port, {
    get(target, property) {
      const replaced: unknown = Reflect.get(methods, property);
      if (replaced !== undefined) return replaced;
      const found: unknown = Reflect.get(target, property);
      return typeof found === 'function' ? found.bind(target) : found;
    },
  });
}
