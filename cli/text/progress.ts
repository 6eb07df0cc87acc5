/** One line that says how far a long work is, redrawn in place; only where a person sees it. */
import type { Output } from '../world.ts';

const BAR_COLUMNS = 24;
/** Often enough for an eye. */
const REDRAW_EVERY_MS = 100;
const ERASE_LINE = '\r\u001b[2K';

export interface Progress {
  /** `done` of `known` so far: what is known may grow while it is worked on. */
  update(done: number, known: number, note: string): void;
  /** Takes the line away. */
  end(): void;
}

export function createProgress(err: Output, now: () => number): Progress {
  if (!err.isTerminal) return { update: () => {}, end: () => {} };
  let drawnAt = Number.NEGATIVE_INFINITY;
  return {
    update(done, known, note) {
      if (now() - drawnAt < REDRAW_EVERY_MS) return;
      drawnAt = now();
      void err.write(ERASE_LINE + progressLine(done, known, note).slice(0, err.columns - 1));
    },
    end: () => void err.write(ERASE_LINE),
  };
}

export function progressLine(done: number, known: number, note: string): string {
  const filled = known === 0 ? 0 : Math.floor((Math.min(done, known) / known) * BAR_COLUMNS);
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR_COLUMNS - filled)}] ${done}/${known} ${note}`;
}
