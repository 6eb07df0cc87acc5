/**
 * One page of a listing. Its cost depends only on the size of the page: one seek skips all keys below a common
 * prefix.
 */
import { compareNames } from '../../shared/byte-order.ts';
import type { OrderedKeys } from './ordered-keys.ts';
import { prefixSuccessor } from './prefix-successor.ts';

export interface PageQuery {
  prefix: string;
  /** Any text. If empty, there is no delimiter. */
  delimiter: string;
  /**
   * Only keys and common prefixes greater than this are listed: after `a/b` there is no `a/`. If absent, the listing
   * begins at the start.
   */
  after?: string;
  /** Maximum number of keys and common prefixes together. With 0 the page is empty and counts as the last one. */
  maxKeys: number;
}

export type PageItem<V> = { key: string; value: V } | { commonPrefix: string };

export interface Page<V> {
  /** In S3's order. */
  items: PageItem<V>[];
  /** Present if there are more entries: the last key or common prefix of this page. The next page begins after it. */
  next?: string;
}

/**
 * The part of the key up to and including the first delimiter after the prefix. Returns undefined if there is none.
 */
function commonPrefixOf(key: string, query: PageQuery): string | undefined {
  if (query.delimiter === '') return undefined;
  const at = key.indexOf(query.delimiter, query.prefix.length);
  return at < 0 ? undefined : key.slice(0, at + query.delimiter.length);
}

/** Lists one page. */
export function listPage<V>(keys: OrderedKeys<V>, query: PageQuery): Page<V> {
  const { prefix, after, maxKeys } = query;
  const items: PageItem<V>[] = [];
  if (maxKeys === 0) return { items };
  const isListed = (name: string) => after === undefined || compareNames(name, after) > 0;
  let last = '';
  let seek: string | undefined = isListed(prefix) ? prefix : after;
  while (seek !== undefined) {
    const pairs: Iterable<[string, V]> = keys.from(seek);
    seek = undefined;
    for (const [key, value] of pairs) {
      if (!key.startsWith(prefix)) break;
      const commonPrefix = commonPrefixOf(key, query);
      const name = commonPrefix ?? key;
      if (isListed(name)) {
        if (items.length === maxKeys) return { items, next: last };
        items.push(commonPrefix === undefined ? { key, value } : { commonPrefix });
        last = name;
      }
      if (commonPrefix !== undefined) {
        seek = prefixSuccessor(commonPrefix);
        break;
      }
    }
  }
  return { items };
}
