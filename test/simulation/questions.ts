/** What clients ask. */
import type { Freshness } from '../../lambdas/core/questions.ts';
import type { Prng } from './prng.ts';
import { directoriesOf, type Workload } from './workload.ts';

export type Question =
  | { kind: 'list'; directory: string; filter: string; limits: () => number }
  | { kind: 'stat'; key: string; full: boolean }
  | { kind: 'statMany'; keys: string[] }
  | { kind: 'invalidate'; keys: string[]; prefixes: string[] }
  | { kind: 'inspect'; directory: string };

const MAX_AGES_MS = [0, 10, 100, 1_000, 10_000];
export const ORDINARY: Freshness = { noCache: false, onlyIfCached: false, noStore: false };

export function drawFreshness(prng: Prng): Freshness {
  if (prng.chance(0.6)) return ORDINARY;
  return {
    noCache: prng.chance(0.3),
    onlyIfCached: prng.chance(0.2),
    noStore: prng.chance(0.2),
    ...(prng.chance(0.4) && { maxAgeMs: prng.pick(MAX_AGES_MS) }),
  };
}

export function drawQuestion(prng: Prng, workload: Workload): Question {
  const { keys } = workload;
  const directories = directoriesOf(keys);
  const draw = prng.next();
  if (workload.invalidations && draw < 0.12) {
    const ofKeys = prng.chance(0.5);
    return {
      kind: 'invalidate',
      keys: ofKeys ? [prng.pick(keys)] : [],
      prefixes: ofKeys && prng.chance(0.7) ? [] : [prng.pick(directories)],
    };
  }
  if (draw < 0.15) return { kind: 'inspect', directory: prng.pick(directories) };
  if (draw < 0.55) {
    const directory = prng.pick(directories);
    const filter = prng.chance(0.2) ? [...prng.pick(keys).slice(0, 3)].slice(0, 1).join('') : '';
    return { kind: 'list', directory, filter, limits: () => prng.pick([1, 1, 2, 3, 1_000, 1_000, 1_000]) };
  }
  if (draw < 0.85) return { kind: 'stat', key: drawKey(prng, keys, directories), full: prng.chance(0.2) };
  return {
    kind: 'statMany',
    keys: Array.from({ length: prng.int(1, 6) }, () => drawKey(prng, keys, directories)),
  };
}

/** A key, a directory with or without its slash, or a key that never is. */
function drawKey(prng: Prng, keys: readonly string[], directories: readonly string[]): string {
  const draw = prng.next();
  if (draw < 0.65) return prng.pick(keys);
  if (draw < 0.85) return prng.pick(directories);
  if (draw < 0.95) return prng.pick(directories).replace(/\/$/, '');
  return prng.pick(keys) + 'x';
}
