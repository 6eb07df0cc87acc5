/**
 * A deliberate break of one invariant around the real core: a port that returns wrong data, a clock that is read too
 * late, a caller that does not wait. The simulation must catch every break.
 */
import type { ChangeApplier } from '../../lambdas/core/model/change.ts';
import type { Waiter } from '../../lambdas/core/ports/clock.ts';
import type { FillTable } from '../../lambdas/core/ports/fill-table.ts';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';
import type { Focus } from './focus.ts';
import type { Instance } from './instance.ts';
import type { Version } from './lambdas.ts';
import type { S3History } from './s3-history.ts';
import type { SourceChange } from './source-change.ts';
import type { TableItems } from './table-items.ts';

/**
 * `events`, `settings`, `buckets`: rules without a number, about event processing, deploys, and several buckets in
 * one table. `T1` to `T8`: the laws of trees. `d`, `f`, `fill`, `latest`: rules for answers, as in docs/testing.md.
 */
export type Rule = Invariant | TreeRule | 'events' | 'settings' | 'buckets' | 'd' | 'f' | 'fill' | 'latest';

type Invariant = 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I9';
type TreeRule = 'T1' | 'T2' | 'T3' | 'T4' | 'T5' | 'T6' | 'T7' | 'T8';

/** What a break can see of its instance. Each instance has its own object, so a break can also store state for it. */
export interface Inside {
  role: 'reader' | 'invalidator' | 'worker';
  instance: Instance;
  /** The settings the instance runs with. */
  version: Version;
  items: TableItems;
  marginMs: number;
  slackMs: number;
  s3: S3History;
  /** The unbroken table, for breaks that write to it themselves. */
  table: IndexTable;
  /** The oldest event time in the current batch. */
  eventAtMs: number;
  /** When the current batch was received, by this instance's clock. */
  receivedAtMs: number;
  /** Did the last call to S3 fail? */
  storeFailed: () => boolean;
  /** Work that the break has postponed. */
  later: (() => Promise<unknown>)[];
}

export interface Break {
  name: string;
  rule: Rule;
  /** The wrong belief behind the break, as a programmer might hold it. */
  story: string;
  /** Conditions that are forced on a seed so that the break shows soon. Ordinary seeds show it too, but later. */
  focus: Focus;
  /** A change to the core's source text, for places that no port reaches. Such a break runs in its own thread. */
  source?: readonly SourceChange[];
  store?(store: ObjectStore, inside: Inside): Partial<ObjectStore>;
  table?(table: IndexTable, inside: Inside): Partial<IndexTable>;
  /** Changes a worker's table of fills. */
  fills?(fills: FillTable): Partial<FillTable>;
  applier?(applier: ChangeApplier, inside: Inside): ChangeApplier;
  waiter?(waiter: Waiter): Waiter;
  /** The table is emptied without first raising a floor in the future. */
  emptiesUnlocked?: boolean;
  /** Instances do not measure the error of their clock. */
  trustsClocks?: boolean;
  /** The clock margin with which the core is configured. */
  clockMarginMs?: number;
}

/** The port with some of its methods replaced. */
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
