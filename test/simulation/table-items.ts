/**
 * The index table's items of one bucket. Strongly consistent reads see the newest state, eventually consistent reads
 * any earlier one.
 */

import type { BucketItem } from '../../lambdas/core/model/bucket-item.ts';
import type { Chunk } from '../../lambdas/core/model/chunk.ts';
import type { DirectoryHead } from '../../lambdas/core/model/directory-head.ts';
import { type Position, START } from '../../lambdas/core/model/range.ts';
import type { Marks, Observation, StoredRecord } from '../../lambdas/core/model/record.ts';
import { FillItems } from '../support/memory/fill-items.ts';
import type { Prng } from './prng.ts';
import { byBytes } from './s3-history.ts';

interface RecordItem {
  marks: Marks;
  marksUntil: number;
  observation?: Observation;
}

/** The states of one chunk's item, newest last. Undefined means that there was no item. */
type ChunkStates = (Chunk | undefined)[];

export class TableItems {
  /** The bucket's item. Without an epoch, it was created by a floor, and the epoch was not begun yet. */
  bucket: Omit<BucketItem, 'epoch'> & { epoch?: string } = { floors: new Map() };
  /** The proposed epoch, stored in the same item. */
  proposal: string | undefined;
  readonly heads = new Map<string, DirectoryHead>();
  readonly records = new Map<string, Map<string, RecordItem>>();
  readonly fills = new FillItems();
  /** True if some items of fills were deleted. */
  hasLostFills = false;
  private readonly chunks = new Map<string, Map<Position, ChunkStates>>();

  chunkStates(prefix: string): Map<Position, ChunkStates> {
    let states = this.chunks.get(prefix);
    if (!states) {
      states = new Map();
      this.chunks.set(prefix, states);
    }
    return states;
  }

  putChunk(prefix: string, chunk: Chunk | undefined, after: Position): void {
    const places = this.chunkStates(prefix);
    const states = places.get(after);
    if (states) states.push(chunk);
    else places.set(after, [chunk]);
  }

  /**
   * The directory's chunks in order, as a read sees them. `old` returns true if the read sees an older state of an
   * item.
   */
  chunksSeen(prefix: string, old: () => boolean, prng: Prng): Chunk[] {
    const seen: Chunk[] = [];
    for (const states of this.chunkStates(prefix).values()) {
      const chunk = old() ? prng.pick([...states, undefined]) : states.at(-1);
      if (chunk) seen.push(chunk);
    }
    return seen.sort((a, b) => byStart(a.after, b.after));
  }

  recordItem(prefix: string, name: string): RecordItem {
    let names = this.records.get(prefix);
    if (!names) {
      names = new Map();
      this.records.set(prefix, names);
    }
    let item = names.get(name);
    if (!item) {
      item = { marks: {}, marksUntil: 0 };
      names.set(name, item);
    }
    return item;
  }

  record(prefix: string, name: string): StoredRecord | undefined {
    const item = this.records.get(prefix)?.get(name);
    if (!item) return undefined;
    const record: StoredRecord = { name, marks: { ...item.marks } };
    if (item.observation) record.observation = item.observation;
    return record;
  }

  /**
   * Deletes every item whose expiry time has passed, which is the earliest time at which DynamoDB's TTL may delete
   * it.
   */
  expire(nowMs: number): number {
    let gone = 0;
    for (const [prefix, names] of this.records)
      for (const [name, { marksUntil, observation }] of names)
        if (Math.max(marksUntil, observation?.watchedUntil ?? 0) < nowMs)
          gone += Number(this.records.get(prefix)!.delete(name));
    for (const [prefix, head] of this.heads)
      if (neededUntil(head) < nowMs) gone += Number(this.heads.delete(prefix));
    for (const places of this.chunks.values())
      for (const states of places.values()) {
        const chunk = states.at(-1);
        if (chunk && chunk.watchedUntil < nowMs) gone += states.push(undefined) && 1;
      }
    return gone;
  }

  loseChunk(prng: Prng): boolean {
    const there = [...this.chunks.values()]
      .flatMap((places) => [...places.values()])
      .filter((states) => states.at(-1));
    if (there.length > 0) prng.pick(there).push(undefined);
    return there.length > 0;
  }

  /** Deletes an observation but keeps the marks, because nothing deletes marks before their expiry (I6). */
  loseObservation(prng: Prng): boolean {
    const there = [...this.records.values()]
      .flatMap((names) => [...names.values()])
      .filter((item) => item.observation);
    if (there.length > 0) delete prng.pick(there).observation;
    return there.length > 0;
  }

  /** Deletes heads, records and chunks, each with this probability. */
  losePart(prng: Prng, share: number): void {
    for (const prefix of [...this.heads.keys()]) if (prng.chance(share)) this.heads.delete(prefix);
    for (const names of this.records.values())
      for (const name of [...names.keys()]) if (prng.chance(share)) names.delete(name);
    for (const places of this.chunks.values())
      for (const states of places.values()) if (prng.chance(share)) states.push(undefined);
    this.loseFills(() => prng.chance(share));
  }

  loseBucket(): void {
    this.bucket = { floors: new Map() };
    this.proposal = undefined;
  }

  wipe(): void {
    this.loseBucket();
    this.heads.clear();
    this.records.clear();
    for (const places of this.chunks.values()) for (const states of places.values()) states.push(undefined);
    this.loseFills(() => true);
  }

  private loseFills(isLost: () => boolean): void {
    this.fills.lose(isLost);
    this.hasLostFills = true;
  }
}

function neededUntil(head: DirectoryHead): number {
  const trees = head.treesWatchedUntil?.values() ?? [];
  return Math.max(head.watchedUntil, head.watchedBelowUntil ?? 0, head.leaseUntil, ...trees);
}

/** The start of the directory comes before every name, even before the empty name. */
export function byStart(a: Position, b: Position): number {
  if (a === START || b === START) return Number(a !== START) - Number(b !== START);
  return byBytes(a, b);
}
