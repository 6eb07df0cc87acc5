// Translates a glob to a regular expression in RE2 syntax that matches a whole name:
//
//     *       any text without a slash          [a-z], [!a-z]   one character in the set, or not in it; never a slash
//     **      any text                          {a,b}           one of the alternatives, which may be globs
//     **/     any directories, or none          \x              x itself
//     ?       one character, not a slash
//
// An unclosed bracket or brace is an error. As a literal character, it would usually match nothing, and the caller
// would not know why.
import { characterSet } from './character-set.ts';

export type Translated =
  | {
      outcome: 'translated';
      /** An RE2 expression. It must match the whole name, and `.` must match every character. */
      expression: string;
      /** The text before the first special character. Every matching name starts with it. */
      head: string;
    }
  | { outcome: 'malformed'; reason: string };

class MalformedGlob extends Error {
  override name = 'MalformedGlob';
}

export function translateGlob(glob: string): Translated {
  try {
    const expression = new GlobReader(glob).alternatives(false);
    return { outcome: 'translated', expression, head: literalHead(glob) };
  } catch (error) {
    if (error instanceof MalformedGlob) return { outcome: 'malformed', reason: error.message };
    throw error;
  }
}

function literalHead(glob: string): string {
  const [head = ''] = /^(?:[^*?[{\\]|\\.)*/su.exec(glob) ?? [];
  return head.replace(/\\(.)/gsu, '$1');
}

function literal(character: string): string {
  return /[\w\s/-]|[^\0-\x7f]/.test(character) ? character : `\\x{${character.codePointAt(0)!.toString(16)}}`;
}

class GlobReader {
  readonly #characters: readonly string[];
  #at = 0;
  /** True if a segment of the name starts at the current position. */
  #startsSegment = true;

  constructor(glob: string) {
    this.#characters = [...glob];
  }

  /**
   * Parses globs that are separated by commas: in braces up to and including the closing brace, otherwise to the end.
   */
  alternatives(inBraces: boolean): string {
    const startsSegment = this.#startsSegment;
    /** True if a segment starts after the braces, whichever alternative matches. */
    let allEndSegment = true;
    let written = '';
    for (;;) {
      const character = this.#characters[this.#at++];
      if (character === undefined) break;
      if (!inBraces || !/[,}]/.test(character)) {
        written += this.#piece(character);
        continue;
      }
      allEndSegment &&= this.#startsSegment;
      this.#startsSegment = character === '}' ? allEndSegment : startsSegment;
      if (character === '}') return written;
      written += '|';
    }
    if (inBraces) throw new MalformedGlob('a "{" is not closed; write "\\{" for the character itself');
    return written;
  }

  /** Translates the piece that starts with the character just read. */
  #piece(character: string): string {
    if (character === '*') return this.#stars();
    if (character === '{') return `(?:${this.alternatives(true)})`;
    this.#startsSegment = character === '/';
    if (character === '?') return '[^/]';
    if (character === '[') return this.#set();
    return literal(character === '\\' ? this.#escaped() : character);
  }

  /**
   * Two or more stars mean the same as two. If they are a whole segment, the expression includes the slash after
   * them.
   */
  #stars(): string {
    const startsSegment = this.#startsSegment;
    const first = this.#at - 1;
    while (this.#characters[this.#at] === '*') this.#at++;
    this.#startsSegment = false;
    if (this.#at - first === 1) return '[^/]*';
    if (!startsSegment || this.#characters[this.#at] !== '/') return '.*';
    this.#at++;
    this.#startsSegment = true;
    return '(?:.*/)?';
  }

  #set(): string {
    const set = characterSet(this.#characters, this.#at);
    if (set.outcome === 'malformed') throw new MalformedGlob(set.reason);
    this.#at = set.end;
    return set.expression;
  }

  #escaped(): string {
    const character = this.#characters[this.#at++];
    if (character === undefined) throw new MalformedGlob('it ends in a "\\" without a character to escape');
    return character;
  }
}
