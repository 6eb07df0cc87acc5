/** A name as it can be read: characters that show nothing are drawn as their picture. */
export function visibleName(name: string): string {
  return name.replace(/[\u0000-\u0020\u007f]/g, (character, at: number) => {
    const code = character.charCodeAt(0);
    if (code === 0x7f) return '\u2421';
    // A space is seen where something follows it on both sides.
    const isInside = at > 0 && at < name.length - 1;
    return code === 0x20 && isInside ? ' ' : String.fromCharCode(0x2400 + code);
  });
}
