/** Everything that a LIST says about a name, as text. Two descriptions are equal when index and S3 agree. */
import type { EntryJson } from '../../contract/client.ts';

export const ABSENT = 'absent';
/** A HEAD does not name this class, and some stores never do. */
const DEFAULT_CLASS = 'STANDARD';

export function describe(entry: EntryJson): string {
  if (entry.type === 'directory') return 'directory';
  const { size, etag, lastModified, storageClass = DEFAULT_CLASS } = entry;
  const parts = [
    `${size} bytes`,
    `ETag ${etag ?? 'none'}`,
    lastModified && `modified ${inSeconds(lastModified)}`,
    storageClass !== DEFAULT_CLASS && storageClass,
  ];
  return parts.filter((part) => typeof part === 'string').join(', ');
}

/** A HEAD has whole seconds only, and the index may know an object from a HEAD. */
function inSeconds(time: string): string {
  return time.replace(/\.\d+/, '');
}
