/**
 * Stores answers by their ETag, so that repeated requests transfer no body. Evicts the least recently used answer
 * first.
 */

export interface HeldAnswer {
  etag: string;
  /**
   * The body as received. It is parsed for each caller, so that one caller's changes to the result do not affect
   * another caller.
   */
  text: string;
}

export class HeldAnswers {
  /** In order of use, the oldest first: a Map keeps its insertion order. */
  private readonly answers = new Map<string, HeldAnswer>();
  private readonly maxAnswers: number;
  private readonly maxCharacters: number;
  private characters = 0;

  constructor(maxAnswers: number, maxCharacters: number) {
    this.maxAnswers = maxAnswers;
    this.maxCharacters = maxCharacters;
  }

  get(url: string): HeldAnswer | undefined {
    const held = this.answers.get(url);
    if (held === undefined) return undefined;
    this.answers.delete(url);
    this.answers.set(url, held);
    return held;
  }

  set(url: string, answer: HeldAnswer): void {
    this.delete(url);
    if (this.maxAnswers === 0 || answer.text.length > this.maxCharacters) return;
    this.answers.set(url, answer);
    this.characters += answer.text.length;
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= this.maxAnswers && this.characters <= this.maxCharacters) break;
      this.delete(oldest);
    }
  }

  delete(url: string): void {
    this.characters -= this.answers.get(url)?.text.length ?? 0;
    this.answers.delete(url);
  }
}
