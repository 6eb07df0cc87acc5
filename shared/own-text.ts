/**
 * Returns a copy that does not refer to the text it was cut from. V8 keeps the whole text of an XML page as long as one
 * name that was cut from it is used.
 */
export function ownText(text: string): string {
  return Buffer.from(text).toString();
}
