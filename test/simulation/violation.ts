/** A rule was broken: the answer, or what became of the question, and why that may not be. */
export class Violation extends Error {
  override name = 'Violation';
  /** `a`..`e` as in docs/testing.md, or what else was broken. */
  readonly rule: string;

  constructor(rule: string, text: string) {
    super(`(${rule}) ${text}`);
    this.rule = rule;
  }
}
