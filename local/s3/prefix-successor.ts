const LAST_BEFORE_SURROGATES = 0xd7ff;
const FIRST_AFTER_SURROGATES = 0xe000;
const LAST_CODE_POINT = 0x10ffff;

/**
 * The smallest text that is greater than every text that starts with `prefix`, in S3's order: `a/` -> `a0`. A seek to
 * this text (inclusive) skips the whole prefix, but not a key that equals the text (Ceph once lost such a key). UTF-8
 * order is the order of code points. So the last code point is increased by one; trailing code points that are
 * already the highest are removed first. Returns undefined if nothing comes after the prefix, which includes the
 * empty prefix.
 */
export function prefixSuccessor(prefix: string): string | undefined {
  const points = Array.from(prefix, (char) => char.codePointAt(0)!);
  while (points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  points.push(last === LAST_BEFORE_SURROGATES ? FIRST_AFTER_SURROGATES : last + 1);
  return String.fromCodePoint(...points);
}
