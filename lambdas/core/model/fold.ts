/** Only such texts need Unicode's tables. */
const BEYOND_ASCII = /[^\0-\x7f]/;

/**
 * The form under which texts that differ in case or width are equal: `Ｃａｔ`, `CAT` and `cat`; `ｶﾞ` and `ガ`; composed and decomposed
 * accents. Upper case, because it also joins the two forms of sigma, and `ß` with `SS`.
 */
export function foldCaseAndWidth(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toUpperCase();
  return text.normalize('NFKC').toUpperCase().normalize('NFKC');
}
