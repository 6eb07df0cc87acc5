/** Prints how many seeds it takes to catch each break: the table of docs/testing.md. */
import { BREAKS } from './breaks.ts';
import { catchBreak } from './catch-break.ts';

/** The maximum number of seeds that are tried: with a focus, and in the ordinary mix. */
export const FOCUSED_SEEDS = 1_500;
const ORDINARY_SEEDS = 20_000;
const TOLD_CHARACTERS = 100;

/** Prints one line for each break. Returns the number of breaks that were not caught. */
export async function printBreaks(from: number): Promise<number> {
  let missed = 0;
  console.log(
    '| breaks | break | seeds, focused | seeds, ordinary mix | reported as |\n|---|---|---|---|---|',
  );
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
