/**
 * S3's order: names are compared by their UTF-8 bytes. Comparing UTF-16 code units gives the same order, except that
 * surrogates (U+10000 and above) come before U+E000..U+FFFF. So these two ranges are swapped before comparing.
 */

function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/** Negative, zero or positive, like Buffer.compare of the UTF-8 forms. Both texts must be well-formed. */
export function compareNames(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const unitA = a.charCodeAt(i);
    const unitB = b.charCodeAt(i);
    if (unitA !== unitB) return rank(unitA) - rank(unitB);
  }
  return a.length - b.length;
}
