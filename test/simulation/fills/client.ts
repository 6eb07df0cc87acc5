/** Begins fills while faults happen, asks for their progress until they have ended, and cancels some. */
import type { FillName, FillProgress } from '../../../lambdas/core/model/fill-job.ts';
import type { Answer, Failed } from '../../../lambdas/core/questions/answer.ts';
import { type Asking, survive } from '../asking.ts';
import type { Factory, ReaderLambda } from '../lambdas.ts';
import type { Prng } from '../prng.ts';
import { WORLD } from '../scheduler.ts';
import { Violation } from '../violation.ts';
import { directoriesOf } from '../workload.ts';
import type { World } from '../world.ts';
import { FillWatch } from './watch.ts';

const RECURSIVE = 0.8;
const CANCELLED = 0.15;
const PAUSES_MS = [0, 2, 10, 50, 300];
/** Polls after the last message of a fill, because an instance may still be busy with its last write. */
const LAST_POLLS = 3;

interface Client {
  factory: Factory;
  prng: Prng;
  asking: Asking;
  choose: () => ReaderLambda | undefined;
}

/** Starts one client for each fill. Resolves when all of them have seen the ends of their fills. */
export async function runFillClients(world: World): Promise<void> {
  const { workload, factory, fleet, askings } = world;
  const { fillPrng: prng } = factory;
  const served = () => fleet.readers.filter(({ version }) => version.isServed);
  const choose = () => {
    const readers = served();
    return readers.length > 0 ? prng.pick(readers) : undefined;
  };
  await Promise.all(
    Array.from({ length: workload.fills }, async () => {
      const client = { factory, prng, asking: prng.pick(askings), choose };
      await factory.around.scheduler.sleep(prng.int(0, workload.chaosMs), WORLD);
      const watch = await begin(client, prng.pick(directoriesOf(workload.keys)));
      if (watch) await follow(client, watch);
    }),
  );
}

/** Begins a fill. Undefined if no client received the fill's ID. */
async function begin({ asking, prng, choose }: Client, prefix: string): Promise<FillWatch | undefined> {
  const lambda = choose();
  if (!lambda) return undefined;
  const recursive = prng.chance(RECURSIVE);
  const beganMs = asking.scheduler.nowMs;
  const question = { bucket: asking.bucketOf(lambda), prefix, recursive };
  lambda.instance.note(() => `is asked: fill ${JSON.stringify({ prefix, recursive })}`);
  const answer = await answered(lambda, () => lambda.fills.begin(question));
  if (answer === undefined) return undefined;
  lambda.instance.note(() => `BEGINS ${JSON.stringify(answer)}`);
  return new FillWatch(asking, { name: answer, prefix, recursive, beganMs });
}

/** Follows the fill until it has ended or its items were deleted. */
async function follow({ factory, prng, asking, choose }: Client, watch: FillWatch): Promise<void> {
  const { around, items, fillMessages } = factory;
  const isLost = () => items.of(asking.bucket).hasLostFills;
  const cancels = prng.chance(CANCELLED);
  for (let idlePolls = 0; idlePolls < LAST_POLLS; ) {
    await around.scheduler.sleep(prng.pick(PAUSES_MS), WORLD);
    const isIdle = !around.faults.on && fillMessages.open === 0;
    const lambda = choose();
    const progress = lambda && (await progressOf(lambda, watch.name));
    if (isLost()) return;
    if (progress === 'unknown') throw new Violation('fill', 'a fill that was begun is not known');
    if (progress) watch.saw(progress);
    if (watch.hasEnded || (isIdle && fillMessages.dead.has(watch.name.id))) break;
    if (cancels && lambda && prng.chance(0.3) && (await cancel(lambda, watch.name))) watch.cancelled();
    if (isIdle && progress) idlePolls += 1;
  }
  const { fills } = asking.counts;
  const ranges = items.of(asking.bucket).fills.readRanges(watch.name).length;
  fills.set('divided', (fills.get('divided') ?? 0) + ranges - 1);
  fills.set(watch.state, (fills.get(watch.state) ?? 0) + 1);
  if (!watch.hasEnded && !fillMessages.dead.has(watch.name.id))
    throw new Violation('fill', 'a fill does not end');
  // Asks once more, on another instance.
  const lambda = choose();
  const last = lambda && (await progressOf(lambda, watch.name));
  if (last && last !== 'unknown' && !isLost()) watch.saw(last);
}

/** Undefined if the instance died or declared a failure. */
async function progressOf(
  lambda: ReaderLambda,
  name: FillName,
): Promise<FillProgress | 'unknown' | undefined> {
  const found = await answered(lambda, async () => {
    const answer = await lambda.fills.find(name);
    return answer.outcome === 'failed' ? answer : { ...answer, value: { job: answer.value } };
  });
  if (!found) return undefined;
  const { job } = found;
  if (!job) return 'unknown';
  const progress = await answered(lambda, () => lambda.fills.progress(job));
  lambda.instance.note(() => `PROGRESS of ${name.id}: ${lambda.instance.show(progress)}`);
  return progress;
}

async function cancel(lambda: ReaderLambda, name: FillName): Promise<boolean> {
  const done = await answered(lambda, async () => {
    const found = await lambda.fills.find(name);
    if (found.outcome === 'failed' || !found.value) return failedWith(found);
    const answer = await lambda.fills.cancel(found.value);
    return answer.outcome === 'failed' ? answer : { outcome: 'answered', value: true };
  });
  lambda.instance.note(() => `CANCELS ${name.id}: ${done}`);
  return done === true;
}

function failedWith(
  found: Failed | { outcome: 'answered' },
): Failed | { outcome: 'answered'; value: boolean } {
  return found.outcome === 'failed' ? found : { outcome: 'answered', value: false };
}

async function answered<T>(
  lambda: ReaderLambda,
  ask: () => Promise<Answer<T> | { outcome: 'answered'; value: T } | Failed>,
): Promise<T | undefined> {
  const failures = lambda.instance.failures;
  const answer = await survive(lambda, ask());
  if (answer === 'crashed') return undefined;
  if (answer.outcome === 'answered') return answer.value;
  if (answer.code === 'too-expensive') return undefined;
  if (lambda.instance.failures === failures)
    throw new Violation('fill', `failed although nothing went wrong: ${JSON.stringify(answer)}`);
  return undefined;
}
