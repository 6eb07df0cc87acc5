/** Metadata of one object, and of 1,000 objects in one request, in a directory of 1,000. */
import { BUCKET, type Contestant, type ContestantName } from '../contestant.ts';
import { nameOf } from '../directory.ts';
import type { Row } from '../row.ts';
import { inTurns, multiplied, Samples, sampleOf } from '../sampling.ts';
import type { Servers } from '../servers/start.ts';

const OBJECTS = 1_000;
/** Sequential HEADs are measured with this many objects, and the result is extrapolated. */
const SAMPLED_HEADS = 200;
const STATS_A_ROUND = 20;

export async function statCases(
  servers: Servers,
  contestants: readonly Contestant[],
  rounds: number,
): Promise<Row[]> {
  const cases = {
    'stat-cold': new Samples(),
    'stat-warm': new Samples(),
    'stat-1000-cold': new Samples(),
    'stat-1000-warm': new Samples(),
  };
  const notes = new Map<string, string>();
  const take = async (name: keyof typeof cases, contestant: Contestant, ask: () => Promise<void>) =>
    cases[name].add(contestant.name, await sampleOf(contestant, ask));

  for (let round = 0; round < rounds; round++) {
    const cold = `stat/${round}/cold/`;
    const many = `stat/${round}/many/`;
    await servers.fill([cold, many].map((prefix) => ({ bucket: BUCKET, prefix, count: OBJECTS })));
    const keysOf = (prefix: string) => Array.from({ length: OBJECTS }, (_, i) => prefix + nameOf(i));
    for (const contestant of inTurns(contestants, round)) {
      await take('stat-cold', contestant, () => mustBeThere(contestant, cold + nameOf(500)));
      if (contestant.name !== 'list-then-head' && contestant.name !== 'list-then-head-16')
        await contestant.list(cold);
      for (let i = 0; i < STATS_A_ROUND; i++)
        await take('stat-warm', contestant, () => mustBeThere(contestant, cold + nameOf(i * 37)));
      for (const name of ['stat-1000-cold', 'stat-1000-warm'] as const) {
        if (contestant.name === 'list-then-head') {
          const sample = await sampleOf(contestant, () =>
            mustFind(contestant, keysOf(many).slice(0, SAMPLED_HEADS)),
          );
          cases[name].add(contestant.name, multiplied(sample, OBJECTS / SAMPLED_HEADS));
          notes.set(`${name} ${contestant.name}`, `extrapolated from ${SAMPLED_HEADS} of ${OBJECTS}`);
        } else await take(name, contestant, () => mustFind(contestant, keysOf(many)));
      }
    }
  }
  const note = (name: string, rival: ContestantName) => {
    const text = notes.get(`${name} ${rival}`);
    return text === undefined ? {} : { note: text };
  };
  return Object.entries(cases).flatMap(([name, samples]) =>
    samples.rows(name, OBJECTS, (rival) => note(name, rival)),
  );
}

async function mustBeThere(contestant: Contestant, key: string): Promise<void> {
  if (!(await contestant.stat(key))) throw new Error(`${contestant.name} does not find ${key}`);
}

async function mustFind(contestant: Contestant, keys: string[]): Promise<void> {
  const found = await contestant.statMany(keys);
  if (found !== keys.length) throw new Error(`${contestant.name} finds ${found} of ${keys.length}`);
}
