/**
 * Limits pages in bytes, because a Lambda returns at most 6 MB. 1,000 names of 1,024 control characters would exceed
 * that: each character takes six bytes in JSON, and each entry contains its name twice. So a page may have fewer
 * entries than its limit.
 */
import { byteLength } from '../../../shared/byte-length.ts';

export const PAGE_MAX_BYTES = 4 * 1024 * 1024;
/** Bytes of JSON for the other fields and the punctuation of an entry. */
const ENTRY_OVERHEAD_BYTES = 250;
/** A UTF-16 unit takes at most six bytes in JSON (a control character, as \u00XX). */
const MAX_UNIT_BYTES = 6;

export class PageBytes {
  readonly #prefix: string;
  #atMost = 0;
  #exact: number | undefined;
  #count = 0;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /**
   * Counts one more entry after `before`. False when the answer would become too large. The first entry always fits.
   */
  fits(name: string, before: readonly { name: string }[]): boolean {
    this.#count++;
    this.#atMost += ENTRY_OVERHEAD_BYTES + MAX_UNIT_BYTES * (this.#prefix.length + 2 * name.length);
    if (this.#atMost <= PAGE_MAX_BYTES) return true;
    // The upper bound, which is cheap to compute, is reached. From here on, the names are measured.
    const overheadBytes = ENTRY_OVERHEAD_BYTES + jsonBytes(this.#prefix);
    const exactOf = (one: string) => overheadBytes + 2 * jsonBytes(one);
    this.#exact ??= before.reduce((sum, entry) => sum + exactOf(entry.name), 0);
    this.#exact += exactOf(name);
    return this.#count === 1 || this.#exact <= PAGE_MAX_BYTES;
  }
}

function jsonBytes(text: string): number {
  return byteLength(JSON.stringify(text));
}
