/** Case and width do not matter to those who look for a name. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
