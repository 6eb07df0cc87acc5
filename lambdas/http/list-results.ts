/**
 * Pages of many directories in one answer. Each page gets an equal share of the size. What a small page does not use
 * is divided among the pages after it.
 */
import type { EntryJson } from '../../contract/answers/entry.ts';
import type { ListManyAnswer, ListResult } from '../../contract/answers/list-many.ts';
import type { Problem } from '../../contract/answers/problem.ts';
import { PAGE_MAX_BYTES } from '../core/answers/page-bytes.ts';
import { placeOfKey } from '../core/model/names.ts';
import type { ListPage } from '../core/questions/list.ts';
import { fitsInAnswer } from './answer-size.ts';
import { formatCursor } from './cursor.ts';
import { encodeEntry } from './wire-format.ts';

/** The result for one directory of the request, in the request's order. */
export type DirectoryResult = { prefix: string } & (
  | { outcome: 'page'; page: ListPage }
  | { outcome: 'problem'; problem: Problem }
);

/** Maximum size of the JSON around one result: the field names, and a cursor of at most 1,024 bytes in base64url. */
const RESULT_OVERHEAD_BYTES = 2_048;

export function encodeResults(bucket: string, results: readonly DirectoryResult[]): string {
  // Quotes and escapes take more space in Lambda's JSON than here. If the answer is too large, the size is halved for
  // all pages.
  for (let bytes = PAGE_MAX_BYTES; ; bytes /= 2) {
    const answer: ListManyAnswer = { results: shared(bucket, results, bytes) };
    const body = JSON.stringify(answer);
    if (fitsInAnswer(body)) return body;
  }
}

function shared(bucket: string, results: readonly DirectoryResult[], bytes: number): ListResult[] {
  let left = bytes;
  return results.map((result, index) => {
    const share = left / (results.length - index);
    const { prefix } = result;
    if (result.outcome === 'problem') return { prefix, problem: result.problem };
    const { entries, usedBytes } = fitting(placeOfKey(prefix).prefix, result.page, share);
    left -= usedBytes + jsonBytes(prefix) + RESULT_OVERHEAD_BYTES;
    const cut = entries.length < result.page.entries.length;
    const next = cut ? entries.at(-1)?.name : result.page.next;
    return {
      prefix,
      entries,
      nextCursor: next === undefined ? undefined : formatCursor({ bucket, prefix }, next),
    };
  });
}

/** Returns the entries that fit. The first entry is always included, so that a listing makes progress. */
function fitting(
  directory: string,
  page: ListPage,
  shareBytes: number,
): { entries: EntryJson[]; usedBytes: number } {
  const entries: EntryJson[] = [];
  let usedBytes = 0;
  for (const entry of page.entries) {
    const encoded = encodeEntry(directory, entry);
    const entryBytes = jsonBytes(encoded) + 1;
    if (entries.length > 0 && usedBytes + entryBytes > shareBytes) break;
    entries.push(encoded);
    usedBytes += entryBytes;
  }
  return { entries, usedBytes };
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
