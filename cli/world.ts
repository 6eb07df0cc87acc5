/** A command's view of its process, so that tests can run commands without one. */

export interface Output {
  /** Resolves when the text is written, so that a slow reader slows down the command. */
  write(text: string): Promise<void>;
  isTerminal: boolean;
  /** Characters per line; 80 if it is not a terminal. */
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
  /** Calls `tick` repeatedly until the returned function is called. */
  every(ms: number, tick: () => void): () => void;
  /** Aborted by SIGINT and SIGTERM, and when the npx process that started the command ends. */
  signal: AbortSignal;
  /** Asks the user at the terminal; absent if there is no terminal. */
  ask?(question: string): Promise<string>;
  /** May `out` and `err` contain colours? */
  colours: { out: boolean; err: boolean };
}
