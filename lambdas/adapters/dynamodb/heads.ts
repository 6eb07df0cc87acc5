/**
 * Heads: the watch (never lowered), the misses, the fill lease. Each operation is one conditional update when nobody
 * interferes. A head that cannot be read fails closed.
 */
import type { Directory } from '../../core/model/names.ts';
import { type DirectoryHead, type IndexTable, IndexUnavailable, type Telemetry } from '../../core/ports.ts';
import { readCount } from './attributes.ts';
import { MAX_WRITE_RACES, MISS_WINDOW_MS } from './bounds.ts';
import { failClosed } from './fail-closed.ts';
import {
  acquireInput,
  acquireUnderInput,
  countMissInput,
  extendWatchInput,
  releaseInput,
  replaceMissesInput,
  type Watch,
} from './head-inputs.ts';
import { headKey, type Item } from './keys.ts';
import { HEAD, PARTITION_KEY } from './schema.ts';
import type { Sender } from './send.ts';

const NEVER: DirectoryHead = { watchedUntil: 0, misses: 0, missesSince: 0, leaseUntil: 0 };

export function parseHead(item: Item): DirectoryHead {
  return {
    watchedUntil: readCount(item, HEAD.watchedUntil) ?? 0,
    misses: readCount(item, HEAD.misses) ?? 0,
    missesSince: readCount(item, HEAD.missesSince) ?? 0,
    leaseUntil: readCount(item, HEAD.leaseUntil) ?? 0,
  };
}

/** What a counted miss makes of the head that was seen. */
export function missed(seen: DirectoryHead, { until, atLeast, now }: Watch): DirectoryHead {
  const goesOn = seen.missesSince > now - MISS_WINDOW_MS;
  return {
    ...seen,
    watchedUntil: seen.watchedUntil >= atLeast ? seen.watchedUntil : Math.max(seen.watchedUntil, until),
    misses: goesOn ? seen.misses + 1 : 1,
    missesSince: goesOn ? seen.missesSince : now,
  };
}

export function headOperations(
  sender: Sender,
  telemetry: Telemetry,
): Pick<IndexTable, 'readHead' | 'readHeads' | 'extendWatch' | 'acquireFill' | 'releaseFill'> {
  const headOf = (item: Item | undefined) => (item ? failClosed(telemetry, () => parseHead(item)) : NEVER);

  async function extend(directory: Directory, watch: Watch): Promise<DirectoryHead> {
    const written = await sender.update(extendWatchInput(directory, watch));
    const head = headOf(written.outcome === 'written' ? written.item : written.standing);
    // Refused although nothing stands: the item went between the refusal and the look. No watch, no observation (I1).
    if (head.watchedUntil < Math.min(watch.atLeast, watch.until))
      throw new IndexUnavailable('the watch did not stand');
    return head;
  }

  async function countMiss(directory: Directory, watch: Watch): Promise<DirectoryHead> {
    let written = await sender.update(countMissInput(directory, watch));
    for (let race = 0; race < MAX_WRITE_RACES; race++) {
      if (written.outcome === 'written') return headOf(written.item);
      const seen = written.standing ?? {};
      written = await sender.update(
        replaceMissesInput(directory, seen, missed(headOf(written.standing), watch)),
      );
    }
    // Many miss at once: their count is high enough without this one. The watch alone must stand.
    return written.outcome === 'written' ? headOf(written.item) : extend(directory, watch);
  }

  return {
    async readHead(directory) {
      const item = await sender.get(headKey(directory));
      return item && headOf(item);
    },

    async readHeads(directories) {
      const keys = new Map(
        directories.map((directory) => [partitionOf(headKey(directory)), headKey(directory)]),
      );
      const items = await sender.getMany([...keys.values()]);
      const heads = new Map(items.map((item) => [partitionOf(item), headOf(item)]));
      return directories.map((directory) => heads.get(partitionOf(headKey(directory))));
    },

    extendWatch(directory, watch) {
      return watch.countMiss ? countMiss(directory, watch) : extend(directory, watch);
    },

    async acquireFill(directory, request) {
      let head = NEVER;
      for (let race = 0; race < MAX_WRITE_RACES; race++) {
        const input = head.watchedUntil > request.until ? acquireUnderInput : acquireInput;
        const written = await sender.update(input(directory, request));
        if (written.outcome === 'written') return { acquired: true, head: headOf(written.item) };
        head = headOf(written.standing);
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
  return item[PARTITION_KEY]?.S ?? '';
}
