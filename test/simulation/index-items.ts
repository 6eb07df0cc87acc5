/** All items of the index table, by bucket, and the state the buckets share. */
import { TableItems } from './table-items.ts';

export class IndexItems {
  /** Whether it can hold every name that DynamoDB can; otherwise no name that begins with U+0002 or less. */
  readonly holdsAll: boolean;
  /** Times at which an item ends: questions near them find most errors. */
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

  /** DynamoDB's TTL at its earliest. Returns how many items it deleted. */
  expire(nowMs: number): number {
    return this.all.reduce((gone, items) => gone + items.expire(nowMs), 0);
  }
}
