/** Text inside IAM policies: `*`, `?` and `$` mean themselves only when written as policy variables. */
export function literal(text: string): string {
  return text.replace(/[*?$]/g, (character) => `\${${character}}`);
}
