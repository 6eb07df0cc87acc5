const LAST_BEFORE_SURROGATES = 0xd7ff;
const FIRST_AFTER_SURROGATES = 0xe000;
const LAST_CODE_POINT = 0x10ffff;

/**
 * The least text greater than every text that starts with `prefix`, in S3's order: the place to seek to, itself
 * included, to pass over a whole prefix. `a/` -> `a0`: a key `a0` is the next thing to look at, not a thing to skip
 * (Ceph once lost it). UTF-8 order is the order of code points, so the last code point is raised by one, and code points
 * that are the last of all are dropped. Undefined: nothing comes after (also for the empty prefix).
 */
export function prefixSuccessor(prefix: string): string | undefined {
  const points = Array.from(prefix, (char) => char.codePointAt(0)!);
  while (points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  points.push(last === LAST_BEFORE_SURROGATES ? FIRST_AFTER_SURROGATES : last + 1);
  return String.fromCodePoint(...points);
}
