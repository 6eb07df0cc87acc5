/** Removes differences of case and width, which do not matter in a search for a name. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
