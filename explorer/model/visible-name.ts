/**
 * C1 controls, the soft hyphen, line and paragraph separators, characters without width, and characters that change
 * the direction of text. With them, a name could look like a different name.
 */
const UNSEEN = /[\u0080-\u009f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g;

/**
 * A readable name: an invisible character is replaced by its control picture, or by its number if it has no picture.
 */
export function visibleName(name: string): string {
  const pictured = name.replace(/[\u0000-\u0020\u007f]/g, (character, at: number) => {
    const code = character.charCodeAt(0);
    if (code === 0x7f) return '\u2421';
    // A space can be seen only between other characters.
    const isInside = at > 0 && at < name.length - 1;
    return code === 0x20 && isInside ? ' ' : String.fromCharCode(0x2400 + code);
  });
  return pictured.replace(
    UNSEEN,
    (character) => `\u27e8U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}\u27e9`,
  );
}
