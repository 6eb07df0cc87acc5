/** The questions that clients ask. */
import type { CacheDirectives } from '../../lambdas/core/questions/cache-directives.ts';
import type { FindAsked, ListManyAsked } from './find-questions.ts';
import type { Prng } from './prng.ts';
import { directoriesOf, type Workload } from './workload.ts';

export type Question =
  | { kind: 'list'; directory: string; filter: string; recursive?: boolean; limits: () => number }
  | FindAsked
  | ListManyAsked
  | { kind: 'usage'; directory: string; depth: number }
  | { kind: 'stat'; key: string; full: boolean }
  | { kind: 'statMany'; keys: string[] }
  | { kind: 'invalidate'; keys: string[]; prefixes: string[] }
  | { kind: 'inspect'; directory: string };

/** The number of names in each directory that never exist. */
const STRANGERS = 40;
const MAX_AGES_MS = [0, 10, 100, 1_000, 10_000];
export const ORDINARY: CacheDirectives = { noCache: false, onlyIfCached: false, noStore: false };

export function drawFreshness(prng: Prng, { askedAnew }: Workload): CacheDirectives {
  if (prng.chance(0.6)) return ORDINARY;
  return {
    noCache: prng.chance(askedAnew),
    onlyIfCached: prng.chance(0.2),
    noStore: prng.chance(0.2),
    ...(prng.chance(0.4) && { maxAgeMs: prng.pick(MAX_AGES_MS) }),
  };
}

export function drawQuestion(prng: Prng, workload: Workload): Question {
  const { keys } = workload;
  const directories = directoriesOf(keys);
  if (prng.chance(workload.invalidations)) return drawInvalidation(prng, keys, directories);
  if (prng.chance(0.03)) return { kind: 'inspect', directory: prng.pick(directories) };
  if (prng.chance(workload.lists)) {
    const directory = prng.pick(directories);
    const filter = prng.chance(0.2) ? drawFilter(prng, keys, directory) : '';
    if (prng.chance(workload.trees / 2)) return { kind: 'usage', directory, depth: prng.int(0, 2) };
    const recursive = prng.chance(workload.trees);
    return {
      kind: 'list',
      directory,
      filter,
      recursive,
      limits: () => prng.pick([1, 1, 2, 3, 1_000, 1_000, 1_000]),
    };
  }
  const draw = () => drawKey(prng, workload, directories);
  if (prng.chance(0.65)) return { kind: 'stat', key: draw(), full: prng.chance(0.2) };
  return {
    kind: 'statMany',
    keys: Array.from({ length: prng.int(1, workload.strangers > 0.5 ? 24 : 6) }, draw),
  };
}

function drawInvalidation(prng: Prng, keys: readonly string[], directories: readonly string[]): Question {
  const ofKeys = prng.chance(0.5);
  const ofPrefixes = !ofKeys || prng.chance(0.3);
  return {
    kind: 'invalidate',
    keys: ofKeys ? [prng.pick(keys)] : [],
    prefixes: ofPrefixes ? [prng.pick(directories)] : [],
  };
}

/** The first one or two characters of some name, usually of a name in the directory. */
function drawFilter(prng: Prng, keys: readonly string[], directory: string): string {
  const below = keys.filter((key) => key.startsWith(directory)).map((key) => key.slice(directory.length));
  const points = [...prng.pick(below.length > 0 ? below : keys)];
  return points.slice(0, prng.int(1, 2)).join('').replaceAll('/', '');
}

/** A key, a directory with or without its slash, or a key that never exists. */
function drawKey(prng: Prng, { keys, strangers }: Workload, directories: readonly string[]): string {
  if (prng.chance(strangers)) {
    const directory = prng.chance(0.2) ? prng.pick(directories) : directories.at(-1)!;
    return `${directory}x${prng.int(0, STRANGERS)}`;
  }
  const draw = prng.next();
  if (draw < 0.7) return prng.pick(keys);
  if (draw < 0.9) return prng.pick(directories);
  return prng.pick(directories).replace(/\/$/, '');
}
