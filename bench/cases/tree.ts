/** A tree of 1,000 directories (ten by ten by ten) of 20 objects, browsed top down by ten readers at once, a branch each. */
import { BUCKET, type Contestant, type ContestantName } from '../contestant.ts';
import type { Row, Sample } from '../row.ts';
import { Samples, sampleOf } from '../sampling.ts';
import type { Servers } from '../servers/start.ts';

const OBJECTS = 20;
const WIDTH = 10;
/** Branches that slow rivals browse; every branch is like another. */
const BRANCHES: Partial<Record<ContestantName, number>> = { 'list-then-head': 1, 'list-then-head-16': 3 };

interface Directory {
  prefix: string;
  /** Entries, sub-directories included. */
  entries: number;
}

/** One branch, from its top down: 1 + 10 + ... directories; those at the bottom hold the objects. */
function branchOf(root: string, branch: number): Directory[] {
  const top = `${root}${branch}/`;
  const directories: Directory[] = [];
  for (let middle = 0; middle < WIDTH; middle++) {
    for (let leaf = 0; leaf < WIDTH; leaf++)
      directories.push({ prefix: `${top}${middle}/${leaf}/`, entries: OBJECTS });
  }
  return directories;
}

/** The directory's name tells its place: browsing starts at the top, so inner listings come before the leaves. */
function innerOf(root: string, branch: number): Directory[] {
  const top = `${root}${branch}/`;
  const middles = Array.from({ length: WIDTH }, (_, i) => ({ prefix: `${top}${i}/`, entries: WIDTH }));
  return [{ prefix: top, entries: WIDTH }, ...middles];
}

export async function treeCases(servers: Servers, contestants: readonly Contestant[]): Promise<Row[]> {
  const root = 'tree/';
  const branches = Array.from({ length: WIDTH }, (_, branch) => branch);
  const leaves = branches.flatMap((branch) => branchOf(root, branch));
  await servers.fill(leaves.map(({ prefix, entries }) => ({ bucket: BUCKET, prefix, count: entries })));
  const cases = { 'tree-cold': new Samples(), 'tree-warm': new Samples() };
  for (const name of Object.keys(cases) as (keyof typeof cases)[]) {
    for (const contestant of contestants) {
      const browsed = branches.slice(0, BRANCHES[contestant.name] ?? WIDTH);
      const samples: Sample[] = [];
      const whole = await sampleOf(contestant, async () => {
        await Promise.all(browsed.map((branch) => browse(contestant, root, branch, samples)));
      });
      // Counts of readers side by side cannot be told apart: they are the whole's, shared.
      const share = (count: number) => count / samples.length;
      const { s3Lists, s3Heads, rru, wru, commands, requests } = whole.counts;
      const counts = {
        s3Lists: share(s3Lists),
        s3Heads: share(s3Heads),
        rru: share(rru),
        wru: share(wru),
        commands: share(commands),
        requests: share(requests),
      };
      for (const { ms } of samples) cases[name].add(contestant.name, { ms, counts });
    }
  }
  return Object.entries(cases).flatMap(([name, samples]) =>
    samples.rows(name, leaves.length, (rival) =>
      BRANCHES[rival] === undefined ? {} : { note: `${BRANCHES[rival]} of ${WIDTH} branches` },
    ),
  );
}

async function browse(
  contestant: Contestant,
  root: string,
  branch: number,
  samples: Sample[],
): Promise<void> {
  for (const { prefix } of [...innerOf(root, branch), ...branchOf(root, branch)]) {
    const from = performance.now();
    await contestant.list(prefix);
    samples.push({ ms: performance.now() - from, counts: contestant.counts });
  }
}
