/** What a command sees of the process it runs in, so that tests run commands without one. */

export interface Output {
  /** Resolves when the text is taken: a reader that is slow is waited for. */
  write(text: string): Promise<void>;
  isTerminal: boolean;
  /** Characters a line; 80 where it is no terminal. */
  columns: number;
}

export interface World {
  out: Output;
  err: Output;
  env: Record<string, string | undefined>;
  fetch: typeof fetch;
  /** Epoch milliseconds. */
  now(): number;
  wait(ms: number, signal?: AbortSignal): Promise<void>;
  /** Aborted by SIGINT and SIGTERM. */
  signal: AbortSignal;
  /** Asks whoever sits at the terminal; absent where nobody does. */
  ask?(question: string): Promise<string>;
  /** May `out` and `err` carry colours? */
  colours: { out: boolean; err: boolean };
}
