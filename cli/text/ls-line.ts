/** Lines exactly as `aws s3 ls` prints them, so that programs which read its output can read this one too. */
import type { EntryJson } from '../../contract/client.ts';
import { humanSize } from './human-size.ts';

const SIZE_COLUMNS = 10;
const TIME_COLUMNS = 19;
/** Time, space and size take 30 columns; `PRE` stands at their end. */
const DIRECTORY_MARK = 'PRE'.padStart(TIME_COLUMNS + 1 + SIZE_COLUMNS);

export interface LineStyle {
  human: boolean;
  /** Whole keys instead of names. */
  wholeKeys: boolean;
  /** How a directory's name is painted. */
  directory: (name: string) => string;
}

export function lsLine(entry: EntryJson, style: LineStyle): string {
  const name = style.wholeKeys ? entry.key : lastSegment(entry);
  if (entry.type === 'directory') return `${DIRECTORY_MARK} ${style.directory(name)}`;
  const size = style.human ? humanSize(entry.size) : String(entry.size);
  return `${localTime(entry.lastModified)} ${size.padStart(SIZE_COLUMNS)} ${name}`;
}

/**
 * The last part of a key; a directory keeps its final slash. Empty for the object whose key is the directory
 * itself.
 */
function lastSegment({ type, key }: EntryJson): string {
  const body = type === 'directory' ? key.slice(0, -1) : key;
  return key.slice(body.lastIndexOf('/') + 1);
}

/**
 * In the time zone of the process, in whole seconds. S3 always sends a time; a server's answer without one is shown
 * as unknown.
 */
export function localTime(lastModified: string | undefined): string {
  if (lastModified === undefined) return '-'.padEnd(TIME_COLUMNS);
  const time = new Date(lastModified);
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}
