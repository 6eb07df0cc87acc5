/** Random sorted and filtered listings, requested over HTTP page by page. */
import type { Prng } from '../simulation/prng.ts';
import type { Wanted } from './find-reference.ts';
import type { EntryView } from './index-view.ts';
import type { RunningStack } from './stack.ts';

const SORTS = ['name', '-name', 'lastModified', '-lastModified', 'size', '-size'];
/** Patterns made from an existing name: its start, its end, one character or a part is replaced by a wildcard. */
const PATTERNS: ((name: string) => string)[] = [
  (name) => `${escaped(name.slice(0, 1))}*`,
  (name) => `*${escaped(name.slice(-4))}`,
  (name) => `${escaped(name.slice(0, 2))}**`,
  (name) => `?${escaped(name.slice(1))}`,
  (name) => `{${escaped(name)},zz*}`,
  (name) => `[!${name.charCodeAt(0) < 128 ? `\\${name.slice(0, 1)}` : 'a'}]*`,
  (name) => `[a-m]*${escaped(name.slice(-1))}`,
  (name) => `**/${escaped(name)}`,
];

const escaped = (text: string) => text.replace(/[*?[{}\],\\]/g, '\\$&');

/** Any number of conditions that do not contradict each other. */
export function drawWanted(prng: Prng, entries: readonly EntryView[]): Wanted {
  const one = () => prng.pick(entries);
  const name = one().name.replace(/\/$/, '');
  const directories = prng.chance(0.1);
  const wanted: Wanted = { ...(prng.chance(0.7) && { sort: prng.pick(SORTS) }) };
  if (prng.chance(0.25)) wanted.glob = prng.pick(PATTERNS)(name.toWellFormed());
  if (prng.chance(0.2)) wanted.contains = part(prng, name).toUpperCase();
  if (directories) {
    if (wanted.sort && !wanted.sort.endsWith('name')) delete wanted.sort;
    return { ...wanted, type: 'directory' };
  }
  if (prng.chance(0.15)) wanted.type = 'object';
  if (prng.chance(0.1)) wanted.storageClass = prng.pick(['STANDARD', 'STANDARD', 'GLACIER']);
  return { ...wanted, ...sizes(prng, one, one), ...times(prng, one, one) };
}

const part = (prng: Prng, name: string) => [...name].slice(0, prng.int(1, 4)).join('') || 'a';

function sizes(prng: Prng, a: () => EntryView, b: () => EntryView): Wanted {
  const sizeOf = (entry: EntryView) => (entry.type === 'object' ? entry.size : 0);
  const [low, high] = [sizeOf(a()), sizeOf(b())].sort((x, y) => x - y);
  return { ...(prng.chance(0.2) && { minSize: low }), ...(prng.chance(0.2) && { maxSize: high }) };
}

function times(prng: Prng, a: () => EntryView, b: () => EntryView): Wanted {
  const timeOf = (entry: EntryView) =>
    Date.parse((entry.type === 'object' && entry.lastModified) || '2026-01-01T00:00:00Z');
  const [low, high] = [timeOf(a()), timeOf(b())].sort((x, y) => x - y);
  if (low === high) return {};
  return {
    ...(prng.chance(0.2) && { modifiedAfterMs: low }),
    ...(prng.chance(0.2) && { modifiedBeforeMs: high }),
  };
}

/** How often a question is repeated if the service was not available. */
const MAX_TRIES = 20;

export interface FoundView {
  entries: EntryView[];
  pages: number;
  scanned: number;
}

/**
 * All pages, or the first `maxPages`. `between` runs after each page. If a sorted answer is incomplete, it is
 * requested again.
 */
export async function findAll(
  stack: RunningStack,
  place: { bucket: string; prefix: string },
  { modifiedAfterMs, modifiedBeforeMs, ...wanted }: Wanted,
  how: { limit: number; maxPages?: number; between?: (page: EntryView[]) => Promise<void> },
): Promise<FoundView & { ended: boolean }> {
  const view: FoundView = { entries: [], pages: 0, scanned: 0 };
  const parameters = {
    prefix: place.prefix,
    limit: how.limit,
    ...wanted,
    modifiedAfter: modifiedAfterMs && new Date(modifiedAfterMs).toISOString(),
    modifiedBefore: modifiedBeforeMs && new Date(modifiedBeforeMs).toISOString(),
  };
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
  let tries = 0;
  for (;;) {
    // A request fails if the server has just closed its idle connection.
    const answer = await stack.api(`/v1/buckets/${place.bucket}/entries?${query}`).catch(() => undefined);
    if (answer === undefined) {
      if (tries++ < MAX_TRIES) continue;
      throw new Error(`${query}: no answer`);
    }
    const body = (await answer.json()) as {
      entries: EntryView[];
      nextCursor?: string;
      scanned?: number;
      code?: string;
    };
    // The answer is not complete yet, or the table was too slow on a busy machine.
    if (
      answer.status === 503 &&
      (body.code === 'incomplete' || (body.code === 'unavailable' && tries++ < MAX_TRIES))
    )
      continue;
    if (answer.status !== 200) throw new Error(`${query}: ${answer.status} ${JSON.stringify(body)}`);
    if (body.entries.length > how.limit) throw new Error(`${query}: ${body.entries.length} entries`);
    view.entries.push(...body.entries);
    view.pages += 1;
    view.scanned += body.scanned ?? 0;
    if (body.nextCursor === undefined) return { ...view, ended: true };
    if (view.pages === how.maxPages) return { ...view, ended: false };
    await how.between?.(body.entries);
    query.set('cursor', body.nextCursor);
  }
}
