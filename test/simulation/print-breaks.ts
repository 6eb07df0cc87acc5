/** How many seeds it takes until a break is caught; the table of docs/testing.md. */
import type { Break } from './break.ts';
import { BREAKS } from './breaks.ts';
import { runSeed } from './run-seed.ts';

/** Seeds after which one gives up: with a focus, and in the ordinary mix. */
export const FOCUSED_SEEDS = 1_500;
const ORDINARY_SEEDS = 20_000;
const TOLD_CHARACTERS = 100;

export interface Caught {
  /** Seeds run, the one that caught it included. */
  seeds: number;
  message: string;
}

/** Runs seeds from `from` on until the break is caught; undefined when `most` seeds did not. */
export async function catchBreak(
  broken: Break,
  run: { from: number; most: number; focused: boolean },
): Promise<Caught | undefined> {
  for (let seeds = 1; seeds <= run.most; seeds += 1) {
    const { violation } = await runSeed(run.from + seeds - 1, { broken, focused: run.focused });
    if (violation) return { seeds, message: violation.message };
  }
  return undefined;
}

/** Prints one line a break; answers how many were not caught. */
export async function printBreaks(from: number): Promise<number> {
  let missed = 0;
  console.log('| breaks | break | seeds, focused | seeds, ordinary mix | told as |\n|---|---|---|---|---|');
  for (const broken of BREAKS) {
    const focused = await catchBreak(broken, { from, most: FOCUSED_SEEDS, focused: true });
    const ordinary = await catchBreak(broken, { from, most: ORDINARY_SEEDS, focused: false });
    if (!focused) missed += 1;
    const told = ((focused ?? ordinary)?.message ?? '').replaceAll('\n', ' ').slice(0, TOLD_CHARACTERS);
    const seeds = `${focused?.seeds ?? 'none'} | ${ordinary?.seeds ?? `none of ${ORDINARY_SEEDS}`}`;
    console.log(`| ${broken.rule} | ${broken.name}: ${broken.story} | ${seeds} | ${told} |`);
  }
  return missed;
}
