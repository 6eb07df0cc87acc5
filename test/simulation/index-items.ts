/** All items of the index table, by bucket, and the state that the buckets share. */
import { TableItems } from './table-items.ts';

export class IndexItems {
  /**
   * True: the table can hold every name that DynamoDB can. False: it cannot hold names that begin with U+0002 or a
   * lower character.
   */
  readonly holdsAll: boolean;
  /** The times at which an item ends. Questions near these times find the most errors. */
  readonly ends: number[] = [];
  private readonly byBucket = new Map<string, TableItems>();

  constructor(holdsAll: boolean) {
    this.holdsAll = holdsAll;
  }

  of(bucket: string): TableItems {
    let items = this.byBucket.get(bucket);
    if (!items) {
      items = new TableItems();
      this.byBucket.set(bucket, items);
    }
    return items;
  }

  get all(): readonly TableItems[] {
    return [...this.byBucket.values()];
  }

  /** Deletes items as early as DynamoDB's TTL may. Returns the number of deleted items. */
  expire(nowMs: number): number {
    return this.all.reduce((gone, items) => gone + items.expire(nowMs), 0);
  }
}
