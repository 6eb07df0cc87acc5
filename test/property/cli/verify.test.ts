/**
 * `s3dex verify` over random directories with void, expired and held names and lost events. It must report exactly the
 * names about which the index alone gives a wrong answer, except those that it counts as not checked. FUZZ_RUNS sets
 * the number of runs.
 */
import { expect, test } from '@jest/globals';
import { compareNames } from '../../../shared/byte-order.ts';
import fc from '../../support/fast-check.ts';
import { RUN_SEED } from '../../support/seed.ts';
import { VerifyWorld } from '../../support/verify-world.ts';
import { BUCKET, HOUR_MS, ORDINARY, type World } from '../../support/world.ts';

const numRuns = Number(process.env.FUZZ_RUNS ?? 40);
/** Without FUZZ_RUNS, the same directories in every run. */
const seed = process.env.FUZZ_RUNS ? RUN_SEED : 1;
const CACHED = { ...ORDINARY, onlyIfCached: true };
const ABSENT = 'absent';
const LIMITS = [1, 4, 16, 64, 1_000];

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'x', '.'), minLength: 1, maxLength: 3 });
/** Numbered names make directories in which names are skipped. */
const ALL = Array.from({ length: 60 }, (_, at) => `n${String(at).padStart(2, '0')}`);
const name = fc.oneof(
  word.filter((text) => !/^\.+$/.test(text)),
  fc.constantFrom(...ALL),
  fc.constantFrom('a/', 'x/', 'ab/'),
);
const step = fc.oneof(
  {
    weight: 16,
    arbitrary: fc.record({
      kind: fc.constantFrom('tell put', 'tell removal', 'lose put', 'lose removal'),
      name,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('tell many' as const), name: fc.constant('') }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('list after', 'stat'), name }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('pass half an hour' as const), name: fc.constant('') }),
  },
);

/** A directory is represented by one object in it. */
const keyOf = (name: string) => `d/${name}${name.endsWith('/') ? '1' : ''}`;

async function take(world: World, { kind, name }: { kind: string; name: string }): Promise<void> {
  const key = keyOf(name);
  if (kind === 'tell put') await world.putAndTell(key);
  else if (kind === 'tell removal') await world.removeAndTell(key);
  else if (kind === 'lose put') world.put(key, 2);
  else if (kind === 'lose removal') world.remove(key);
  else if (kind === 'tell many') await world.putAndTell(...ALL.slice(0, 40).map(keyOf));
  else if (kind === 'stat') await world.stat(key);
  else if (kind === 'pass half an hour') world.now += HOUR_MS / 2 + 1;
  else await read(world, { after: name, limit: 1_000 });
}

function read(
  world: World,
  asked: { after?: string; filter?: string; limit: number; freshness?: typeof ORDINARY },
) {
  return world.reader.list({
    ...{ bucket: world.bucket, directory: 'd/', filter: '', freshness: ORDINARY, ...asked },
  });
}

/** The names of the universe about which a listing from the index alone is wrong. */
async function wrongNames(world: World, universe: readonly string[], truth: ReadonlyMap<string, string>) {
  const wrong = new Set<string>();
  const judge = (name: string, said: string) => {
    if (said !== (truth.get(name) ?? ABSENT)) wrong.add(name);
  };
  // The index may hold several observations of a name, and the limit decides which of them a listing meets.
  const starts = [undefined, ...universe].flatMap((start) => LIMITS.map((limit) => ({ start, limit })));
  for (const { start, limit } of starts) {
    const answer = await read(world, { after: start, limit, freshness: CACHED });
    if (answer.outcome !== 'answered') continue;
    const { entries, next } = answer.value;
    const said = new Map(entries.map((entry) => [entry.name, describe(entry)]));
    for (const name of universe) {
      const isBehind = start === undefined || compareNames(name, start) > 0;
      if (isBehind && (next === undefined || compareNames(name, next) <= 0))
        judge(name, said.get(name) ?? ABSENT);
    }
  }
  for (const name of universe) {
    const start = name.endsWith('/')
      ? { filter: name.slice(0, -1), after: `${name.slice(0, -1)}.~` }
      : { filter: name };
    const answer = await read(world, { ...start, limit: 1, freshness: CACHED });
    if (answer.outcome !== 'answered') continue;
    const [entry] = answer.value.entries;
    judge(name, entry?.name === name ? describe(entry) : ABSENT);
  }
  for (const name of universe.filter((name) => !name.endsWith('/'))) {
    const answer = await world.stat(`d/${name}`, { freshness: CACHED });
    if (answer.outcome === 'answered' && answer.value.type === 'object')
      judge(name, describe(answer.value.entry));
    else if (answer.outcome === 'answered' || answer.code === 'no-such-key') judge(name, ABSENT);
  }
  return wrong;
}

function describe(entry: { type?: string; sizeBytes?: number; etag?: string }): string {
  return entry.type === 'directory' ? 'directory' : `${entry.sizeBytes}`;
}

async function truthOf(world: World): Promise<ReadonlyMap<string, string>> {
  const fresh = { ...ORDINARY, noCache: true, noStore: true };
  const { entries } = await world.list('d/', { freshness: fresh });
  return new Map(entries.map((entry) => [entry.name, describe(entry)]));
}

/**
 * The limit that the help names: a name that only the index has is not found behind a name whose removal's event was
 * processed, up to the next name in S3. Nothing shows a caller who may only read where that name was.
 */
function isBehindRemoved(
  name: string,
  removed: { name: string }[],
  truth: ReadonlyMap<string, string>,
): boolean {
  if (truth.has(name)) return false;
  const before = [...truth.keys()].filter((each) => compareNames(each, name) < 0).at(-1);
  return removed.some(
    (each) =>
      compareNames(each.name, name) < 0 && (before === undefined || compareNames(before, each.name) < 0),
  );
}

test('the differences are exactly the names about which the index is wrong', async () => {
  const seen = { runs: 0, wrong: 0, notChecked: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(name, { maxLength: 12 }),
      fc.nat(3).map((at) => at === 0),
      fc.array(step, { minLength: 1, maxLength: 14 }),
      async (first, isLarge, steps) => {
        const service = new VerifyWorld();
        const { world } = service;
        await service.settle();
        for (const each of [...first, ...(isLarge ? ALL : [])]) world.put(keyOf(each));
        await world.list('d/');
        for (const each of steps) await take(world, each);
        const universe = [...new Set([...first, ...ALL, ...steps.map(({ name }) => name)])].filter(
          (name) => name !== '',
        );
        const truth = await truthOf(world);
        const wrong = await wrongNames(world, universe.sort(compareNames), truth);
        const { keys, result } = await service.verify(`s3://${BUCKET}/d/`);
        const found = new Set(keys.map((key) => key.slice('d/'.length)));
        expect([...found].filter((name) => !wrong.has(name))).toEqual([]);
        const hidden = steps.filter(({ kind, name }) => kind === 'tell removal' && !truth.has(name));
        const missed = [...wrong].filter((name) => !found.has(name) && !isBehindRemoved(name, hidden, truth));
        if (result.namesNotChecked === 0) expect(missed).toEqual([]);
        expect(missed.length).toBeLessThanOrEqual(result.namesNotChecked);
        expect(result.complete).toBe(result.namesNotChecked === 0);
        seen.runs++;
        seen.wrong += wrong.size;
        seen.notChecked += result.namesNotChecked > 0 ? 1 : 0;
      },
    ),
    { numRuns, seed },
  );
  if (process.env.FUZZ_RUNS) console.log(seen);
});
