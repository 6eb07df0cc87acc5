/**
 * A tree of 1,000 directories (10 by 10 by 10) of 20 objects, browsed top down by ten concurrent readers, one
 * branch each.
 */
import { BUCKET, type Contestant, type ContestantName } from '../contestant.ts';
import type { Row, Sample } from '../row.ts';
import { Samples, sampleOf } from '../sampling.ts';
import type { Servers } from '../servers/start.ts';

const OBJECTS = 20;
const WIDTH = 10;
/**
 * The number of directories of each branch that slow rivals browse. All branches are alike, and so are all leaves.
 */
const BROWSED: Partial<Record<ContestantName, number>> = { 'list-then-head': 25, 'list-then-head-16': 50 };
/** Rivals without a cache browse once. */
const FORGETFUL = new Set<ContestantName>(['list-then-head', 'list-then-head-16', 'list-only']);

interface Directory {
  prefix: string;
  /** Number of objects directly in the directory. */
  objects: number;
}

/** One branch, top down: each directory before its subdirectories. The directories at the bottom hold the objects. */
function branchOf(root: string, branch: number): Directory[] {
  const top = `${root}${branch}/`;
  const directories: Directory[] = [{ prefix: top, objects: 0 }];
  for (let middle = 0; middle < WIDTH; middle++) {
    directories.push({ prefix: `${top}${middle}/`, objects: 0 });
    for (let leaf = 0; leaf < WIDTH; leaf++)
      directories.push({ prefix: `${top}${middle}/${leaf}/`, objects: OBJECTS });
  }
  return directories;
}

export async function treeCases(servers: Servers, contestants: readonly Contestant[]): Promise<Row[]> {
  const root = 'tree/';
  const branches = Array.from({ length: WIDTH }, (_, branch) => branch);
  const directories = branches.flatMap((branch) => branchOf(root, branch));
  await servers.fill(directories.map(({ prefix, objects }) => ({ bucket: BUCKET, prefix, count: objects })));
  const cases = { 'tree-cold': new Samples(), 'tree-warm': new Samples() };
  for (const name of Object.keys(cases) as (keyof typeof cases)[]) {
    for (const contestant of contestants) {
      if (name === 'tree-warm' && FORGETFUL.has(contestant.name)) continue;
      const samples: Sample[] = [];
      const whole = await sampleOf(contestant, async () => {
        await Promise.all(branches.map((branch) => browse(contestant, root, branch, samples)));
      });
      // The counts of concurrent readers cannot be separated, so each gets an equal share of the total.
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
    samples.rows(name, directories.length, (rival) =>
      BROWSED[rival] === undefined ? {} : { note: `${BROWSED[rival]} directories of each branch` },
    ),
  );
}

async function browse(
  contestant: Contestant,
  root: string,
  branch: number,
  samples: Sample[],
): Promise<void> {
  for (const { prefix } of branchOf(root, branch).slice(0, BROWSED[contestant.name])) {
    const from = performance.now();
    await contestant.list(prefix);
    samples.push({ ms: performance.now() - from, counts: contestant.counts });
  }
}
