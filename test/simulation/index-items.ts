/** All items of the index table: those of each bucket, and what they have in common. */
import { TableItems } from './table-items.ts';

export class IndexItems {
  /** Can it hold all that DynamoDB's can? Else no name that begins with U+0002 or less. */
  readonly holdsAll: boolean;
  /** Times at which something ends: when it is most worth looking. */
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

  /** DynamoDB's TTL, as eager as it may be. Answers how many items it deleted. */
  expire(nowMs: number): number {
    return this.all.reduce((gone, items) => gone + items.expire(nowMs), 0);
  }
}
