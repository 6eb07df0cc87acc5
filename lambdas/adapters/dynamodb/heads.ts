/**
 * Heads: the watch (never lowered), the count of misses and the fill lease. If nobody else writes at the same time,
 * each operation is one conditional update. A head that cannot be parsed is an error, not an absent head.
 */

import type { DirectoryHead } from '../../core/model/directory-head.ts';
import type { Directory } from '../../core/model/names.ts';
import { type IndexTable, IndexUnavailable } from '../../core/ports/index-table.ts';
import type { Telemetry } from '../../core/ports/telemetry.ts';
import { readCount, readText, required, Unreadable } from './attributes.ts';
import { MAX_WRITE_RACES, MISS_WINDOW_MS } from './bounds.ts';
import { expirySeconds } from './expiry.ts';
import { failClosed, orAbsent } from './fail-closed.ts';
import {
  acquireInput,
  acquireUnderInput,
  countMissInput,
  extendWatchInput,
  releaseInput,
  replaceMissesInput,
  treeWatchAttribute,
  type Watch,
} from './head-inputs.ts';
import { headKey, type Item } from './keys.ts';
import { HEAD, PARTITION_KEY, TTL_ATTRIBUTE } from './schema.ts';
import type { Sender } from './send.ts';

const NEVER: DirectoryHead = { watchedUntil: 0, misses: 0, missesSince: 0, leaseUntil: 0 };

export function parseHead(item: Item, prefix: string): DirectoryHead {
  const treesWatchedUntil = treeWatches(item, prefix);
  return {
    watchedUntil: readCount(item, HEAD.watchedUntil) ?? 0,
    misses: readCount(item, HEAD.misses) ?? 0,
    missesSince: readCount(item, HEAD.missesSince) ?? 0,
    leaseUntil: readCount(item, HEAD.leaseUntil) ?? 0,
    treesWatchedUntil: treesWatchedUntil.size > 0 ? treesWatchedUntil : undefined,
    watchedBelowUntil: readCount(item, HEAD.watchedBelowUntil),
  };
}

const TREE_WATCH = new RegExp(`^${HEAD.treeWatchedUntilPrefix}(0|[1-9][0-9]{0,3})$`);

function treeWatches(item: Item, prefix: string): Map<string, number> {
  const watches = new Map<string, number>();
  for (const attribute of Object.keys(item)) {
    const length = TREE_WATCH.exec(attribute)?.[1];
    if (length === undefined) continue;
    if (Number(length) > prefix.length) throw new Unreadable(`${attribute} is longer than the prefix`);
    watches.set(prefix.slice(0, Number(length)), required(readCount(item, attribute), attribute));
  }
  return watches;
}

/** The head after a miss was counted. */
export function missed(seen: DirectoryHead, { until, atLeast, now }: Watch): DirectoryHead {
  const goesOn = seen.missesSince > now - MISS_WINDOW_MS;
  return {
    ...seen,
    watchedUntil: seen.watchedUntil >= atLeast ? seen.watchedUntil : Math.max(seen.watchedUntil, until),
    misses: goesOn ? seen.misses + 1 : 1,
    missesSince: goesOn ? seen.missesSince : now,
  };
}

type Watches = Pick<IndexTable, 'extendWatch' | 'extendTreeWatch' | 'extendBelowWatch'>;
type Leases = Pick<IndexTable, 'acquireFill' | 'releaseFill'>;

/** How stored heads are read. */
interface Reading {
  sender: Sender;
  headOf(item: Item | undefined, directory: Directory): DirectoryHead;
  expiryOf(item: Item | undefined): number;
}

export function headOperations(
  sender: Sender,
  telemetry: Telemetry,
): Pick<IndexTable, 'readHead' | 'readHeads'> & Watches & Leases {
  const headOf: Reading['headOf'] = (item, { prefix }) =>
    item ? failClosed(telemetry, () => parseHead(item, prefix)) : NEVER;
  const expiryOf: Reading['expiryOf'] = (item) =>
    (item && orAbsent(telemetry, () => readCount(item, TTL_ATTRIBUTE))) ?? 0;
  const reading: Reading = { sender, headOf, expiryOf };

  return {
    async readHead(directory) {
      const item = await sender.get(headKey(directory));
      return item && headOf(item, directory);
    },

    async readHeads(directories) {
      const keys = new Map(
        directories.map((directory) => [partitionOf(headKey(directory)), headKey(directory)]),
      );
      const items = await sender.getMany([...keys.values()]);
      const heads = new Map(items.map((item) => [partitionOf(item), item]));
      return directories.map((directory) => {
        const item = heads.get(partitionOf(headKey(directory)));
        return item && headOf(item, directory);
      });
    },

    ...watchOperations(reading),
    ...leaseOperations(reading),
  };
}

function watchOperations({ sender, headOf, expiryOf }: Reading): Watches {
  async function extend(
    directory: Directory,
    attribute: string,
    watch: Pick<Watch, 'until' | 'atLeast'>,
    untilOf: (head: DirectoryHead) => number,
  ): Promise<DirectoryHead> {
    let expiresAt = expirySeconds(watch.until);
    for (let race = 0; race < MAX_WRITE_RACES; race++) {
      const written = await sender.update(extendWatchInput(directory, attribute, watch, expiresAt));
      const standing = written.outcome === 'written' ? written.item : written.standing;
      const head = headOf(standing, directory);
      if (untilOf(head) >= Math.min(watch.atLeast, watch.until)) return head;
      // The update was refused although the watch is too short. Either it would have lowered the expiry, or the item
      // was deleted before it was read.
      expiresAt = Math.max(expiresAt, expiryOf(standing));
    }
    // Without a watch there must be no observation (I1).
    throw new IndexUnavailable('the watch could not be extended');
  }
  const extendOwn = (directory: Directory, watch: Watch) =>
    extend(directory, HEAD.watchedUntil, watch, (head) => head.watchedUntil);

  async function countMiss(directory: Directory, watch: Watch): Promise<DirectoryHead> {
    let written = await sender.update(countMissInput(directory, watch));
    for (let race = 0; race < MAX_WRITE_RACES; race++) {
      if (written.outcome === 'written') return headOf(written.item, directory);
      const seen = written.standing ?? {};
      const next = missed(headOf(written.standing, directory), watch);
      const expiresAt = Math.max(expirySeconds(next.watchedUntil), expiryOf(seen));
      written = await sender.update(replaceMissesInput(directory, seen, next, expiresAt));
    }
    // Many requests count misses at the same time, so the count is high enough without this one. Only the watch is
    // needed.
    return written.outcome === 'written' ? headOf(written.item, directory) : extendOwn(directory, watch);
  }

  return {
    extendWatch(directory, watch) {
      return watch.countMiss ? countMiss(directory, watch) : extendOwn(directory, watch);
    },

    extendTreeWatch(directory, root, watch) {
      return extend(
        directory,
        treeWatchAttribute(root),
        watch,
        (head) => head.treesWatchedUntil?.get(root) ?? 0,
      );
    },

    extendBelowWatch(directory, watch) {
      return extend(directory, HEAD.watchedBelowUntil, watch, (head) => head.watchedBelowUntil ?? 0);
    },
  };
}

function leaseOperations({ sender, headOf, expiryOf }: Reading): Leases {
  return {
    async acquireFill(directory, request) {
      let head = NEVER;
      let expiresAt = expirySeconds(request.until);
      for (let race = 0; race < MAX_WRITE_RACES; race++) {
        const under = head.watchedUntil > request.until;
        const written = await sender.update(
          under ? acquireUnderInput(directory, request) : acquireInput(directory, request, expiresAt),
        );
        if (written.outcome === 'written') return { acquired: true, head: headOf(written.item, directory) };
        head = headOf(written.standing, directory);
        expiresAt = Math.max(expiresAt, expiryOf(written.standing));
        // The SDK repeats a write whose response was lost. In that case the stored lease is the one that this call
        // wrote.
        if (head.leaseUntil === request.leaseUntil && head.watchedUntil >= request.until)
          return { acquired: true, head };
        if (head.leaseUntil > request.now) break;
      }
      return { acquired: false, head };
    },

    async releaseFill(directory, leaseUntil) {
      await sender.update(releaseInput(directory, leaseUntil));
    },
  };
}

function partitionOf(item: Item): string {
  return readText(item, PARTITION_KEY) ?? '';
}
