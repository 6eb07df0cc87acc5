/**
 * Deploys during the run. They change lives, the source of changes, and whether the bucket is served at all. New
 * instances start with the new settings one after the other, while old instances finish their questions. The bucket's
 * notifications change with the settings.
 */

import type { ServedBucket } from '../../lambdas/core/model/served-bucket.ts';
import type { Fleet } from './fleet.ts';
import type { Factory, Version } from './lambdas.ts';
import type { Prng } from './prng.ts';
import type { Queue } from './queue.ts';
import { WORLD } from './scheduler.ts';
import { LIVES_MS } from './workload.ts';
import type { Writers } from './writers.ts';

/** The maximum time from the first instance with new settings to the last. */
const OVERLAPS_MS = [0, 5, 30, 200];
/** The time until EventBridge delivers a bucket's events. */
const BRIDGES_BEGIN_MS = [0, 10, 100];

export class Deploys {
  /** The longest life in any settings so far. Stored observations may live as long. */
  longestLifeMs: number;
  private readonly factory: Factory;
  private readonly fleet: Fleet;
  private readonly queue: Queue;
  private readonly writers: Writers;
  private readonly prng: Prng;
  isUnderWay = false;
  private isOver = false;
  private subscriptions = 0;

  constructor(parts: { factory: Factory; fleet: Fleet; queue: Queue; writers: Writers }, prng: Prng) {
    this.factory = parts.factory;
    this.fleet = parts.fleet;
    this.queue = parts.queue;
    this.writers = parts.writers;
    this.prng = prng;
    const { bucket, neighbour = bucket } = this.factory.version;
    this.longestLifeMs = Math.max(...[bucket, neighbour].flatMap((it) => [it.listLifeMs, it.statLifeMs]));
  }

  start(deploys: number, chaosMs: number): void {
    for (let i = 0; i < deploys; i += 1)
      this.factory.around.scheduler.after(this.prng.int(0, chaosMs), WORLD, () => {
        if (!this.isUnderWay && !this.isOver) this.deploy(this.draw());
      });
  }

  /**
   * Stops deploys. If the bucket is not served, a last deploy serves it again, because everything is asked at the
   * end.
   */
  finish(): void {
    this.isOver = true;
    this.serveAgain();
  }

  serveAgain(): void {
    if (!this.factory.version.isServed) this.deploy({ ...this.factory.version, isServed: true });
  }

  private draw(): Version {
    const { bucket, isServed } = this.factory.version;
    if (!isServed || this.prng.chance(0.3)) return { ...this.factory.version, isServed: !isServed };
    const events = this.prng.pick(['s3', 's3', 'eventbridge', 'none'] as const);
    const lives = this.prng.chance(0.5)
      ? {}
      : { listLifeMs: this.prng.pick(LIVES_MS), statLifeMs: this.prng.pick(LIVES_MS) };
    return {
      ...this.factory.version,
      bucket: withFeed({ ...bucket, ...lives }, events, this.subscriptions),
    };
  }

  private deploy(version: Version): void {
    const { around } = this.factory;
    this.isUnderWay = true;
    const former = this.factory.version;
    const told = (it: Version) => (it.isServed ? it.bucket.events : 'none');
    const changes = told(former) !== told(version);
    if (changes && version.isServed && version.bucket.events === 'eventbridge') this.subscriptions += 1;
    const next: Version = {
      ...version,
      bucket: withFeed(version.bucket, version.bucket.events, this.subscriptions),
    };
    this.factory.version = next;
    const { listLifeMs, statLifeMs } = next.bucket;
    this.longestLifeMs = Math.max(this.longestLifeMs, listLifeMs, statLifeMs);
    around.trace.note(around.scheduler.nowMs, 'deploy', () => JSON.stringify(next));
    // A new source of events is set up before the instances change, because rules and notifications are created
    // first. With EventBridge, the old source stops before the new one delivers. If there is no new source, the old
    // one stops after the instances have changed, because it is deleted last.
    if (changes && told(next) !== 'none') this.subscribe(told(next));
    const overlapMs = this.prng.pick(OVERLAPS_MS);
    this.fleet.replaceAll((run) => around.scheduler.after(this.prng.int(0, overlapMs), WORLD, run));
    around.scheduler.after(overlapMs + 1, WORLD, () => {
      if (changes && told(next) === 'none') this.writers.untold = true;
      this.isUnderWay = false;
    });
  }

  private subscribe(events: string): void {
    const { scheduler } = this.factory.around;
    if (events === 's3') {
      this.writers.untold = false;
      this.queue.subscribed(this.writers.seq);
    } else {
      this.writers.untold = true;
      scheduler.after(this.prng.pick(BRIDGES_BEGIN_MS), WORLD, () => {
        this.writers.untold = false;
      });
    }
  }
}

function withFeed(bucket: ServedBucket, events: ServedBucket['events'], subscriptions: number): ServedBucket {
  const { subscription: _, ...rest } = bucket;
  return {
    ...rest,
    events,
    ...(events === 'eventbridge' && { subscription: `${bucket.name}-${subscriptions}` }),
  };
}
