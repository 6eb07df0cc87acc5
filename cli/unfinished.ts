/** An error that leaves something behind that the user must know of. It is also printed after an interruption. */
export class Unfinished extends Error {
  /** What is left, and what to do about it. */
  readonly left: readonly string[];

  constructor(cause: unknown, left: readonly string[]) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.left = left;
  }
}
