/**
 * What an answer must honour: the events that were processed and the invalidations that had returned before its question
 * began. Each says for a key: nothing from before that write may be answered any more.
 */

export interface Floor {
  prefix: string;
  seq: number;
}

export interface Known {
  /** By directory: the newest invalidation at or below it; its own place in the directory above is looked at again. */
  above: ReadonlyMap<string, number>;
  /** By key: the newest write that a processed event told of, or after which it was invalidated. */
  keys: ReadonlyMap<string, number>;
  /** The same, without events of mere alterations: those say nothing of the directories above. */
  presence: ReadonlyMap<string, number>;
  floors: readonly Floor[];
}

const NOTHING: Known = { above: new Map(), keys: new Map(), presence: new Map(), floors: [] };

export class Knowledge {
  /** Never changed, but replaced: it can be kept as what was known at a time. */
  known: Known = NOTHING;
  /** Of invalidations alone: all that holds where no events are heard of. */
  asked: Known = NOTHING;
  private wipedAtMs = Number.NEGATIVE_INFINITY;

  /** `seq` is the write from before which nothing may be answered for this key any more. */
  learnKey(key: string, seq: number, onlyAltered = false): void {
    const { keys, presence } = this.known;
    this.known = {
      ...this.known,
      keys: withNewer(keys, key, seq),
      presence: onlyAltered ? presence : withNewer(presence, key, seq),
    };
  }

  /** Notifications began after this write. */
  learnSubscribed(seq: number): void {
    this.known = { ...this.known, floors: [...this.known.floors, { prefix: '', seq }] };
  }

  /** An invalidation returned. */
  learnInvalidated(keys: readonly string[], prefixes: readonly string[], seq: number): void {
    this.known = invalidated(this.known, keys, prefixes, seq);
    this.asked = invalidated(this.asked, keys, prefixes, seq);
  }

  /** All items of the index were deleted. Instances notice within a second, when they read the bucket's item anew. */
  wiped(nowMs: number): void {
    this.wipedAtMs = nowMs;
  }

  /** How long a wipe may still go unnoticed. */
  unnoticedMs(nowMs: number, noticeMs: number): number {
    return Math.max(0, this.wipedAtMs + noticeMs - nowMs);
  }

  /** What a question must honour that began at a time when this was known: nothing, when the index was emptied under it or just before. */
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
