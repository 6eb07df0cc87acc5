/**
 * Marks of directories in which something appeared, written for a short time ahead. 10,000 creations a second below
 * one directory must not become as many writes of one item, because an item accepts only 1,000 a second. If a
 * directory is marked again within a second, the mark is dated one second later, and further batches within that
 * second need not write it. This is safe: `appearedAt` only voids observations that say "absent", and a later time
 * voids more of them.
 *
 * A mark is skipped only if the earlier one must still be in the table: the epoch is the same, and the earlier one
 * was kept for a watch that ends no earlier. Every batch reads the epoch and the watch again.
 */
import { type Directory, directoryId } from '../model/names.ts';
import { IndexUnavailable } from '../ports/index-table.ts';
import type { ChangeContext } from './change-context.ts';
import { type MarkRequest, mark } from './mark.ts';

export const AHEAD_MS = 1_000;
/** Maximum number of remembered directories. If there are more, the one that was marked longest ago is dropped. */
const REMEMBERED_MAX = 10_000;

interface Remembered {
  /** The mark in the table voids observations up to and including this time. */
  appearedAt: number;
  watchedUntil: number;
  /** The epoch under which the mark was written; `undefined` if it was not read. Then the mark is not relied on. */
  epoch: string | undefined;
}

type Appeared = Pick<MarkRequest, 'directory' | 'name'>;

export class MarksAhead {
  readonly #marks = new Map<string, Remembered>();

  /** True if the directory was marked within the last second. */
  isHot(appeared: Appeared, at: number): boolean {
    const last = this.#marks.get(idOf(appeared));
    return last !== undefined && at <= last.appearedAt + AHEAD_MS;
  }

  /** True if the table has a mark for at least this time, kept for at least this watch. */
  covers(appeared: Appeared, { appearedAt, watchedUntil, epoch }: Remembered): boolean {
    const last = this.#marks.get(idOf(appeared));
    if (!last || last.epoch === undefined || last.epoch !== epoch) return false;
    return last.appearedAt >= appearedAt && last.watchedUntil >= watchedUntil;
  }

  note(appeared: Appeared, mark: Remembered): void {
    const id = idOf(appeared);
    this.#marks.delete(id);
    this.#marks.set(id, mark);
    if (this.#marks.size > REMEMBERED_MAX) this.#marks.delete(this.#marks.keys().next().value!);
  }
}

function idOf({ directory, name }: Appeared): string {
  return JSON.stringify([directoryId(directory), name]);
}

/** What one batch needs. */
export interface Ahead {
  memory: MarksAhead;
  /**
   * The epochs by bucket, read after the events were received. Only for buckets with a directory that was just
   * marked.
   */
  epochs: ReadonlyMap<string, string>;
}

/** Like mark, but for a directory in which something appeared. */
export async function markAppeared(
  context: ChangeContext,
  { memory, epochs }: Ahead,
  { directory, name, marks }: MarkRequest & { marks: { appearedAt?: number } },
  watchedUntil: number | undefined,
): Promise<boolean> {
  const { appearedAt } = marks;
  if (watchedUntil === undefined || appearedAt === undefined || !context.table.canHold(name))
    return mark(context, { directory, name, marks }, watchedUntil);
  const appeared = { directory, name };
  const epoch = memory.isHot(appeared, appearedAt) ? epochs.get(directory.bucket) : undefined;
  if (memory.covers(appeared, { appearedAt, watchedUntil, epoch })) return true;
  const upTo = epoch === undefined ? appearedAt : appearedAt + AHEAD_MS;
  await mark(context, { directory, name, marks: { appearedAt: upTo } }, watchedUntil);
  memory.note(appeared, { appearedAt: upTo, watchedUntil, epoch });
  return true;
}

/** Reads the epochs of these buckets. A bucket without an epoch, or with an unreadable item, is left out. */
export async function readEpochs(
  { table }: Pick<ChangeContext, 'table'>,
  directories: readonly Directory[],
): Promise<Map<string, string>> {
  const epochs = new Map<string, string>();
  const read = async (bucket: string) => {
    try {
      const item = await table.readBucket(bucket);
      if (item) epochs.set(bucket, item.epoch);
    } catch (error) {
      if (!(error instanceof IndexUnavailable)) throw error;
    }
  };
  await Promise.all([...new Set(directories.map(({ bucket }) => bucket))].map(read));
  return epochs;
}
