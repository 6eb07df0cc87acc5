/** A broken rule: the answer, or the outcome of the question, and why it is not allowed. */
export class Violation extends Error {
  override name = 'Violation';
  /** `a`..`e` as in docs/testing.md, or the name of another rule. */
  readonly rule: string;

  constructor(rule: string, text: string) {
    super(`(${rule}) ${text}`);
    this.rule = rule;
  }
}
