/** The writers that change S3, and the events that S3 sends about their changes. */

import type { Change } from '../../lambdas/core/model/change.ts';
import type { ServedBucket } from '../../lambdas/core/model/served-bucket.ts';
import type { Faults } from './faults.ts';
import type { Prng } from './prng.ts';
import type { Queue } from './queue.ts';
import type { S3History, StoredObject } from './s3-history.ts';
import { type Scheduler, WORLD } from './scheduler.ts';
import type { Trace } from './trace.ts';
import type { Workload } from './workload.ts';

/**
 * AWS lists a storage class for every object. In a HEAD, AWS omits it for STANDARD, and the adapter adds it. Other
 * servers return a class for all objects or for none.
 */
const STORAGE_CLASSES = ['STANDARD', 'STANDARD', 'GLACIER_IR'];
/** Share of the writes that follow immediately, in the same millisecond or the next. */
const BURST = 0.4;
/** The pause between two writes of one `rm -r`. */
const WITHIN_ROUND_MS = 25;
/** How long an upload takes: an event may give the time at which the upload began. */
const UPLOADS_MS = [0, 2, 20, 100, 1_000];
/** Share of the writes that are made when an item of the index ends. */
const AT_AN_END = 0.1;

export class Writers {
  private readonly s3: S3History;
  private readonly queue: Queue;
  private readonly scheduler: Scheduler;
  private readonly faults: Faults;
  private readonly prng: Prng;
  private readonly trace: Trace;
  private readonly workload: Workload;
  private readonly bucket: string;
  /** The number of writes that are still to be made. */
  left: number;
  /** True if writes send no events now. */
  untold = false;
  /** Keys that are still to be written in the current change of a whole tree. */
  private round: string[] = [];
  private removing = false;

  constructor(
    parts: {
      s3: S3History;
      queue: Queue;
      scheduler: Scheduler;
      faults: Faults;
      trace: Trace;
      workload: Workload;
      bucket: ServedBucket;
    },
    prng: Prng,
  ) {
    this.s3 = parts.s3;
    this.queue = parts.queue;
    this.scheduler = parts.scheduler;
    this.faults = parts.faults;
    this.trace = parts.trace;
    this.workload = parts.workload;
    this.left = parts.workload.writes;
    this.bucket = parts.bucket.name;
    this.untold = parts.bucket.events === 'none';
    this.prng = prng;
  }

  /** The number of the newest write. */
  get seq(): number {
    return this.s3.seq;
  }

  /** Puts the objects that exist before the first question. */
  fill(): void {
    const { keys, filled, ballast } = this.workload;
    const there = [...ballast, ...keys.filter(() => this.prng.chance(filled))];
    for (const key of there) this.s3.write(key, this.object(key), this.scheduler.nowMs - 5_000);
    this.trace.note(this.scheduler.nowMs, 's3', () => `holds ${JSON.stringify(there)}`);
  }

  /**
   * Writes one key after the other and sends each event immediately. `nextEndMs` returns how long it is until some
   * item ends.
   */
  start(nextEndMs: (prng: Prng) => number | undefined): void {
    if (this.left === 0) return;
    const inRound = this.round.length > 0;
    const untilEnd = !inRound && this.prng.chance(AT_AN_END) ? nextEndMs(this.prng) : undefined;
    this.scheduler.after(untilEnd ?? this.pauseMs(inRound), WORLD, () => {
      this.left -= 1;
      if (this.workload.relayed) this.relay();
      else if (this.workload.inConcert) this.changeInConcert();
      else this.change(this.prng.pick(this.workload.keys));
      this.start(nextEndMs);
    });
  }

  /**
   * Changes every object of the fullest directory, and adds objects between them, without events. Returns the
   * directory; undefined if all are empty.
   */
  changeUntold(): string | undefined {
    const directory = this.fullest();
    if (directory === undefined) return undefined;
    const names = [...this.s3.names(directory)].filter(
      ([, states]) => states.at(-1)?.value?.type === 'object',
    );
    const keys = names.map(([name]) => directory + name);
    // More names, so that a page is cut into chunks at other places.
    const more = keys.slice(0, keys.length / 2).map((key) => `${key}+`);
    for (const key of [...keys, ...more]) this.s3.write(key, this.object(key), this.scheduler.nowMs);
    this.trace.note(this.scheduler.nowMs, 's3', () => `changes ${JSON.stringify(directory)}, untold`);
    return directory;
  }

  private fullest(): string | undefined {
    let fullest: { prefix: string; objects: number } | undefined;
    for (const prefix of this.s3.prefixes()) {
      const states = [...this.s3.names(prefix).values()];
      const objects = states.filter((each) => each.at(-1)?.value?.type === 'object').length;
      if (objects > (fullest?.objects ?? 0)) fullest = { prefix, objects };
    }
    return fullest?.prefix;
  }

  private pauseMs(inRound: boolean): number {
    const { chaosMs, writes, keys, inConcert } = this.workload;
    if (inRound) return this.prng.int(0, WITHIN_ROUND_MS);
    if (inConcert) return this.prng.int(0, (2 * chaosMs * keys.length) / writes);
    return this.prng.chance(BURST) ? this.prng.int(0, 1) : this.prng.int(0, (2 * chaosMs) / writes);
  }

  /** Two keys exist, then one. So the directory is never empty. */
  private relay(): void {
    const [there, absent] = [true, false].map((is) =>
      this.workload.keys.filter((key) => Boolean(this.s3.now(key)) === is),
    );
    if (there!.length > 1 || absent!.length === 0) this.write(this.prng.pick(there!), undefined, 'removed');
    else {
      const key = this.prng.pick(absent!);
      this.write(key, this.object(key), 'created');
    }
  }

  /** Removes every key in any order, or puts every key. */
  private changeInConcert(): void {
    if (this.round.length === 0) {
      const there = this.workload.keys.filter((key) => this.s3.now(key));
      this.removing = there.length > 0;
      this.round = this.removing ? there : [...this.workload.keys];
    }
    const [key] = this.round.splice(this.prng.int(0, this.round.length - 1), 1);
    if (this.removing) this.write(key!, undefined, 'removed');
    else this.write(key!, this.object(key!), 'created');
  }

  private change(key: string): void {
    const now = this.s3.now(key);
    const draw = this.prng.next();
    if (now && this.prng.chance(this.workload.removals)) this.write(key, undefined, 'removed');
    else if (!now || draw < 0.5) this.write(key, this.object(key), 'created');
    else if (draw < 0.7) {
      this.write(key, this.altered(now), 'altered');
    } else this.write(key, this.prng.pick(this.s3.keys.get(key)!).value, 'revealed');
  }

  private write(key: string, object: StoredObject | undefined, kind: Change['kind']): void {
    const atMs = this.scheduler.nowMs;
    const seq = this.s3.write(key, object, atMs);
    this.trace.note(
      atMs,
      's3',
      () =>
        `${kind} ${JSON.stringify(key)} (event ${seq}) ${object ? this.trace.show(object.entry) : 'nothing there'}`,
    );
    if (this.untold) {
      this.queue.untold += 1;
      return;
    }
    const keys = [key];
    if (this.faults.strikes('eventMisread')) keys.push(this.prng.pick([...this.workload.keys, 'other+key']));
    this.queue.send({
      change: { bucket: this.bucket, keys, kind },
      key,
      seq,
      atMs,
      saidMs: atMs - this.prng.pick(UPLOADS_MS),
    });
  }

  /** Changes the storage class, or the tags if there are no storage classes. */
  private altered({ entry, detail }: StoredObject): StoredObject {
    if (this.workload.classless)
      return { entry, detail: { ...detail, metadata: { ...detail.metadata, tagged: 'again' } } };
    return { entry: { ...entry, storageClass: this.prng.pick(['GLACIER', 'STANDARD_IA']) }, detail };
  }

  /**
   * The size of an object is such that a sum shows which objects it contains. Times do not show this, because AWS
   * gives them in whole seconds.
   */
  private object(key: string): StoredObject {
    const isMarker = key.endsWith('/');
    const etag = `"${this.prng.int(0, 0xffffffff).toString(16).padStart(8, '0').repeat(4)}${this.prng.chance(0.2) ? '-2' : ''}"`;
    const storageClass = this.prng.pick(STORAGE_CLASSES);
    return {
      entry: {
        sizeBytes: isMarker ? 0 : this.prng.int(1, 0x7fffffff),
        lastModifiedMs: Math.floor(this.scheduler.nowMs / 1_000) * 1_000,
        etag,
        ...(!this.workload.classless && { storageClass }),
      },
      detail: { contentType: 'text/plain', metadata: { of: etag } },
    };
  }
}
