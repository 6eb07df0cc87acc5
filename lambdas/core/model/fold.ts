/** Only texts with these characters need Unicode's tables. */
const BEYOND_ASCII = /[^\0-\x7f]/;

/**
 * A form in which texts that differ only in case or width are equal: `Ｃａｔ`, `CAT` and `cat`; `ｶﾞ` and `ガ`; composed
 * and decomposed accents. It is upper case, because that also makes the two forms of sigma equal, and `ß` and `SS`.
 */
export function foldCaseAndWidth(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toUpperCase();
  return text.normalize('NFKC').toUpperCase().normalize('NFKC');
}
