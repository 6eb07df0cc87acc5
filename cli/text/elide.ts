/** Shortens long names in the middle, because their start and their end distinguish them. */
export function elide(text: string, columns: number): string {
  if (text.length <= columns) return text;
  const kept = Math.max(2, columns - 1);
  const head = Math.ceil(kept / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (kept - head))}`;
}
