/** All deliberate breaks, in the order of the invariants. */
import type { Break } from './break.ts';
import { AHEAD_BREAKS } from './breaks/ahead.ts';
import { EVENT_BREAKS } from './breaks/events.ts';
import { FILL_BREAKS } from './breaks/fills.ts';
import { INSIDE_BREAKS } from './breaks/inside.ts';
import { SETTINGS_BREAKS } from './breaks/settings.ts';
import { TREE_BREAKS } from './breaks/trees.ts';
import { VOIDING_BREAKS } from './breaks/voiding.ts';
import { WATCHING_BREAKS } from './breaks/watching.ts';

export const BREAKS: readonly Break[] = [
  ...WATCHING_BREAKS,
  ...VOIDING_BREAKS,
  ...EVENT_BREAKS,
  ...AHEAD_BREAKS,
  ...SETTINGS_BREAKS,
  ...INSIDE_BREAKS,
  ...TREE_BREAKS,
  ...FILL_BREAKS,
].sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));

export function breakNamed(name: string): Break {
  const found = BREAKS.find((candidate) => candidate.name === name);
  if (!found)
    throw new Error(`no break is named ${name}; there are ${BREAKS.map((each) => each.name).join(', ')}`);
  return found;
}
