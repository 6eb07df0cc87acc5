/** Case and width do not matter in searches for a name. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
