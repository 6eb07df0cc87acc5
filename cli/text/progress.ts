/** A progress line that is redrawn in place; only on a terminal. */
import type { Output } from '../world.ts';

const BAR_COLUMNS = 24;
/** Time between two redraws. */
const REDRAW_EVERY_MS = 100;
/** Erases the line. Also marks a text as drawn in place. */
export const ERASE_LINE = '\r\u001b[2K';

export interface Progress {
  /** For work of unknown size: shows what is done so far. */
  note(text: string): void;
  /** `done` of `known`, which may grow during the work. */
  update(done: number, known: number, note: string): void;
  /** Removes the line. */
  end(): void;
}

export const NO_PROGRESS: Progress = { note: () => {}, update: () => {}, end: () => {} };

export function createProgress(err: Output, now: () => number): Progress {
  if (!err.isTerminal) return NO_PROGRESS;
  let drawnAt = Number.NEGATIVE_INFINITY;
  const draw = (text: string) => {
    if (now() - drawnAt < REDRAW_EVERY_MS) return;
    drawnAt = now();
    void err.write(ERASE_LINE + text.slice(0, err.columns - 1));
  };
  return {
    note: draw,
    update: (done, known, note) => draw(progressLine(done, known, note)),
    end: () => void err.write(ERASE_LINE),
  };
}

export function progressLine(done: number, known: number, note: string): string {
  const filled = known === 0 ? 0 : Math.floor((Math.min(done, known) / known) * BAR_COLUMNS);
  return `[${'#'.repeat(filled)}${'-'.repeat(BAR_COLUMNS - filled)}] ${done}/${known} ${note}`;
}
