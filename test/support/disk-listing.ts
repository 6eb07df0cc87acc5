/** The listing that the service must return for an imported folder, read only from the disk. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EntryView } from './index-view.ts';
import { directoriesOf } from './s3-view.ts';

/** Skips links, including links to directories, which Node's recursive reading would follow. */
function filesBelow(root: string, directory: string): string[] {
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = directory + entry.name;
    if (entry.isDirectory()) return filesBelow(root, `${path}/`);
    return entry.isFile() ? [path] : [];
  });
}

/** The entries, in S3's order, of every directory below `root` that contains a file at any depth. */
export function listingsOnDisk(root: string): Map<string, EntryView[]> {
  const files = filesBelow(root, '');
  const listings = new Map<string, EntryView[]>(directoriesOf(files).map((directory) => [directory, []]));
  for (const directory of listings.keys()) {
    if (directory === '') continue;
    const parent = directory.slice(0, directory.lastIndexOf('/', directory.length - 2) + 1);
    listings.get(parent)?.push({ type: 'directory', name: directory.slice(parent.length), key: directory });
  }
  for (const file of files) {
    const parent = file.slice(0, file.lastIndexOf('/') + 1);
    const { size, mtimeMs } = lstatSync(join(root, file));
    const lastModified = new Date(Math.floor(mtimeMs / 1000) * 1000).toISOString();
    listings
      .get(parent)
      ?.push({ type: 'object', name: file.slice(parent.length), key: file, size, lastModified });
  }
  for (const entries of listings.values()) {
    entries.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  }
  return listings;
}

/** The entries without the fields that a disk does not have, and with times in whole seconds. */
export function asOnDisk(entries: EntryView[]): EntryView[] {
  return entries.map((entry) => {
    if (entry.type === 'directory') return entry;
    const { etag: _etag, storageClass: _class, lastModified, ...rest } = entry;
    return { ...rest, lastModified: `${lastModified?.slice(0, 19)}.000Z` };
  });
}
