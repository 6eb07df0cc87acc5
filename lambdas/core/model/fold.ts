/** Text without these characters needs no Unicode tables. */
const BEYOND_ASCII = /[^\0-\x7f]/;

/**
 * Returns a form that is equal for texts that differ only in case or width: `Ｃａｔ`, `CAT` and `cat`; `ｶﾞ` and `ガ`;
 * composed and decomposed accents. The form is upper case, because this also makes both lower-case sigmas equal, and
 * `ß` and `SS`.
 */
export function foldCaseAndWidth(text: string): string {
  if (!BEYOND_ASCII.test(text)) return text.toUpperCase();
  return text.normalize('NFKC').toUpperCase().normalize('NFKC');
}
