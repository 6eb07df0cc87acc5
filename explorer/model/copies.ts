/** What can be copied of entries: a line for each. */
import type { EntryJson } from '../../contract/answers/entry.ts';

export type Entry = Pick<EntryJson, 'key' | 'type'>;

export function keysOf(entries: readonly Entry[]): string {
  return entries.map(({ key }) => key).join('\n');
}

export function urisOf(bucket: string, entries: readonly Entry[]): string {
  return entries.map(({ key }) => `s3://${bucket}/${key}`).join('\n');
}

/** Ready for a POSIX shell: into the folder it is run in. */
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
