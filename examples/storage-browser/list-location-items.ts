/**
 * Storage Browser's `listLocationItems`, answered by s3dex. Storage Browser itself sorts only the page that it shows,
 * and searches only the first 10,000 items. The service sorts and searches a whole folder, or everything below it.
 */
import type { Client, EntryJson, Sort } from 's3dex/client';

/** What the service is asked for in addition to the folder. */
export interface Order {
  /** Absent: by name, in S3's order. */
  sort?: Sort;
  /** A part of the name. Absent: all names. */
  contains?: string;
  /** Everything below the folder, without folders. */
  recursive?: boolean;
}

/** As Storage Browser declares it (`ListLocationItemsHandler`), which does not export the type. */
interface Input {
  config: { bucket: string };
  prefix: string;
  options?: { nextToken?: string; pageSize?: number; exclude?: 'FILE' | 'FOLDER'; delimiter?: string };
}
type Item =
  | { type: 'FOLDER'; id: string; key: string }
  | { type: 'FILE'; id: string; key: string; lastModified: Date; size: number; eTag?: string };

const MAX_PAGE_SIZE = 1_000;

/** `order` is read again for each page, so that a change takes effect at the next refresh. */
export function listLocationItems(client: Client, order: () => Order) {
  return async ({ config, prefix, options = {} }: Input): Promise<{ items: Item[]; nextToken?: string }> => {
    const { nextToken, pageSize = MAX_PAGE_SIZE, exclude, delimiter } = options;
    const { sort, contains, recursive } = order();
    // Without a delimiter, Storage Browser requests everything below, in order to delete, copy or search a folder.
    const isAllBelow = recursive || delimiter === undefined;
    const { entries, nextCursor } = await client.list(config.bucket, prefix, {
      limit: Math.min(pageSize, MAX_PAGE_SIZE),
      cursor: nextToken,
      sort,
      contains: contains || undefined,
      recursive: isAllBelow || undefined,
    });
    const items = entries.filter(({ key }) => key !== prefix).map(itemOf);
    return { items: items.filter(({ type }) => type !== exclude), nextToken: nextCursor };
  };
}

function itemOf(entry: EntryJson): Item {
  const id = crypto.randomUUID();
  if (entry.type === 'directory') return { type: 'FOLDER', id, key: entry.key };
  const { key, size, lastModified, etag } = entry;
  return { type: 'FILE', id, key, size, lastModified: new Date(lastModified ?? 0), eTag: etag };
}
