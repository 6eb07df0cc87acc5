/** An error that leaves something behind that the user must know of. It is also printed after an interruption. */
export class Unfinished extends Error {
  /** What is left, and what to do about it. */
  readonly left: readonly string[];
  /** What is left, for scripts: fields of the error that --json prints. */
  readonly fields: object;

  constructor(cause: unknown, left: readonly string[], fields: object = {}) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.left = left;
    this.fields = fields;
  }
}
