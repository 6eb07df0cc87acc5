/**
 * The events that were processed, and the invalidations that returned, before a question began. Each of them sets a
 * lower bound for a key: no state from before that write may be answered any more.
 */

export interface Floor {
  prefix: string;
  seq: number;
}

export interface Known {
  /**
   * By directory: the newest invalidation at or below it. After it, the directory's entry in its parent is checked
   * again.
   */
  above: ReadonlyMap<string, number>;
  /** By key: the newest write that a processed event reported, or that happened before an invalidation. */
  keys: ReadonlyMap<string, number>;
  /**
   * Like `keys`, but without events that only alter an object, because these say nothing about the directories above.
   */
  presence: ReadonlyMap<string, number>;
  floors: readonly Floor[];
}

const NOTHING: Known = { above: new Map(), keys: new Map(), presence: new Map(), floors: [] };

export class Knowledge {
  /** The value is immutable and replaced as a whole, so that a caller can keep what was known at a time. */
  known: Known = NOTHING;
  /** What is known from invalidations alone, which is all that is known without events. */
  asked: Known = NOTHING;
  private wipedAtMs = Number.NEGATIVE_INFINITY;

  /** Called when no state of this key from before the write `seq` may be answered any more. */
  learnKey(key: string, seq: number, onlyAltered = false): void {
    const { keys, presence } = this.known;
    this.known = {
      ...this.known,
      keys: withNewer(keys, key, seq),
      presence: onlyAltered ? presence : withNewer(presence, key, seq),
    };
  }

  /** Called when notifications began after this write. */
  learnSubscribed(seq: number): void {
    this.known = { ...this.known, floors: [...this.known.floors, { prefix: '', seq }] };
  }

  /** Called when an invalidation returned. */
  learnInvalidated(keys: readonly string[], prefixes: readonly string[], seq: number): void {
    this.known = invalidated(this.known, keys, prefixes, seq);
    this.asked = invalidated(this.asked, keys, prefixes, seq);
  }

  /**
   * Called when all items of the index were deleted. Instances notice within a second, when they read the bucket's
   * item again.
   */
  wiped(nowMs: number): void {
    this.wipedAtMs = nowMs;
  }

  /** For how long instances may still not have noticed a wipe. */
  unnoticedMs(nowMs: number, noticeMs: number): number {
    return Math.max(0, this.wipedAtMs + noticeMs - nowMs);
  }

  /**
   * The bounds for a question that began with `known`. There are none if the index was emptied during the question or
   * just before it.
   */
  honoured(known: Known, beganMs: number, noticeMs: number): Known {
    return beganMs < this.wipedAtMs + noticeMs ? NOTHING : known;
  }
}

function invalidated(
  known: Known,
  invalidatedKeys: readonly string[],
  prefixes: readonly string[],
  seq: number,
): Known {
  let { above, keys, presence } = known;
  for (const key of invalidatedKeys) {
    keys = withNewer(keys, key, seq);
    presence = withNewer(presence, key, seq);
  }
  for (const place of [...invalidatedKeys, ...prefixes])
    for (let slash = place.indexOf('/'); slash >= 0; slash = place.indexOf('/', slash + 1))
      above = withNewer(above, place.slice(0, slash + 1), seq);
  return { above, keys, presence, floors: [...known.floors, ...prefixes.map((prefix) => ({ prefix, seq }))] };
}

export function floorOf(known: Known, prefix: string): number {
  let newest = 0;
  for (const floor of known.floors)
    if (floor.seq > newest && prefix.startsWith(floor.prefix)) newest = floor.seq;
  return newest;
}

function withNewer(map: ReadonlyMap<string, number>, key: string, seq: number): ReadonlyMap<string, number> {
  return (map.get(key) ?? 0) >= seq ? map : new Map(map).set(key, seq);
}
