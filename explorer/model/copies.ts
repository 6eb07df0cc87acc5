/** What can be copied to the clipboard: one line for each entry. */
import type { EntryJson } from '../../contract/answers/entry.ts';

export type Entry = Pick<EntryJson, 'key' | 'type'>;

export function keysOf(entries: readonly Entry[]): string {
  return entries.map(({ key }) => key).join('\n');
}

export function urisOf(bucket: string, entries: readonly Entry[]): string {
  return entries.map(({ key }) => `s3://${bucket}/${key}`).join('\n');
}

/** Commands for a POSIX shell, which download into the current folder. */
export function awsLinesOf(bucket: string, entries: readonly Entry[]): string {
  return entries
    .map(({ key, type }) => {
      const uri = quoted(`s3://${bucket}/${key}`);
      if (type === 'object') return `aws s3 cp ${uri} .`;
      return `aws s3 cp --recursive ${uri} ${quoted(`./${lastName(key)}/`)}`;
    })
    .join('\n');
}

function lastName(directory: string): string {
  return directory.slice(0, -1).split('/').pop() ?? '';
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
