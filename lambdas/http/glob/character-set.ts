/**
 * Translates `[a-z]` or `[!0-9_]` in a glob to RE2 syntax. A set matches one character of a segment, so it never
 * matches a slash.
 */

export type CharacterSet =
  | {
      outcome: 'read';
      expression: string;
      /** The index after the closing bracket. */
      end: number;
    }
  | { outcome: 'malformed'; reason: string };

/** Code points, both ends included. */
type Range = readonly [from: number, to: number];

const SLASH = '/'.codePointAt(0)!;
const MAX_CODE_POINT = 0x10ffff;
const NO_CHARACTER = `[^\\x{0}-\\x{${MAX_CODE_POINT.toString(16)}}]`;

/** Parses the set whose opening bracket is just before `start`. */
export function characterSet(characters: readonly string[], start: number): CharacterSet {
  let at = start;
  const negated = characters[at] === '!' || characters[at] === '^';
  if (negated) at++;
  const ranges: Range[] = [];
  // A closing bracket in the first position is a member of the set.
  for (let first = true; first || characters[at] !== ']'; first = false) {
    if (characters[at] === '[' && characters[at + 1] === ':') {
      return malformed(
        'classes such as "[:alpha:]" are not supported; write the characters, as in "[A-Za-z]"',
      );
    }
    const from = member(characters, at);
    if (!from) return malformed('a "[" is not closed; write "\\[" for the character itself');
    at = from.end;
    let to = from;
    if (characters[at] === '-' && characters[at + 1] !== ']') {
      const upper = member(characters, at + 1);
      if (!upper) return malformed('a "[" is not closed; write "\\[" for the character itself');
      at = upper.end;
      to = upper;
    }
    if (to.point < from.point) return malformed('a range of characters goes backwards');
    ranges.push([from.point, to.point]);
  }
  return { outcome: 'read', expression: expressionOf(ranges, negated), end: at + 1 };
}

function malformed(reason: string): CharacterSet {
  return { outcome: 'malformed', reason };
}

function member(characters: readonly string[], at: number): { point: number; end: number } | undefined {
  const escaped = characters[at] === '\\';
  const point = characters[escaped ? at + 1 : at]?.codePointAt(0);
  return point === undefined ? undefined : { point, end: at + (escaped ? 2 : 1) };
}

function expressionOf(ranges: readonly Range[], negated: boolean): string {
  if (negated) return `[^/${ranges.map(written).join('')}]`;
  const allowed = ranges.flatMap(withoutSlash);
  return allowed.length === 0 ? NO_CHARACTER : `[${allowed.map(written).join('')}]`;
}

function withoutSlash([from, to]: Range): Range[] {
  if (from > SLASH || to < SLASH) return [[from, to]];
  const around: Range[] = [
    [from, SLASH - 1],
    [SLASH + 1, to],
  ];
  return around.filter(([low, high]) => low <= high);
}

function written([from, to]: Range): string {
  return `\\x{${from.toString(16)}}-\\x{${to.toString(16)}}`;
}
