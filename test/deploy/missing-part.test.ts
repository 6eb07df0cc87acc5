/**
 * Runs the deployed code here. It must work with its permissions and use all of them, and it must fail without any
 * single permission, environment variable, route or kind of event. An ordinary run tries a share of these mutations;
 * MUTATIONS=all tries all of them.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TemplateStack } from '../../local/template/stack.ts';
import { SYNTHESIS_MS } from '../infra/assembly.ts';
import { exercise, SECTIONS, type Section } from './support/exercise.ts';
import { type Aspect, type Mutation, mutationsOf } from './support/mutations.ts';
import { describeUse } from './support/permission-use.ts';
import { type Bench, exerciseAll, ONLY_IN_TROUBLE, openBench } from './support/running.ts';

/** The section of the exercise in which a missing part of each aspect shows first. */
const FIRST: Record<Aspect, Section> = {
  permission: 'changes',
  environment: 'dead letters',
  route: 'routes',
  'event kind': 'kinds',
};
/**
 * Mutations that need a new stack: values that are read only at the start, and parts that recover slowly (messages
 * that cannot be deleted stay hidden for a minute).
 */
const ONLY_COLD = /Function\w+: [A-Z]|sqs:(Receive|Delete|Get)|BucketNotification/;
/** This variable only distinguishes the metrics of deployments, so nothing fails here without it. */
const NAMES_ONLY = /: S3DEX_DEPLOYMENT$/;
const ALL = process.env.MUTATIONS === 'all';
/** The seventh mutation of each aspect and every fortieth after it, except those that fail only in a whole run. */
const chosen = (_mutation: Mutation, index: number) => ALL || index % 40 === 6;
const MANY_RUNS_MS = 600_000;
const ONE_RUN_MS = 60_000;

let bench: Bench;
let stack: TemplateStack;
let runs = 0;
beforeAll(async () => {
  bench = await openBench();
  stack = await bench.start();
}, SYNTHESIS_MS);
afterAll(async () => {
  await stack?.close();
  bench?.clear();
});

const inOrder = (aspect: Aspect) => [FIRST[aspect], ...SECTIONS.filter((it) => it !== FIRST[aspect])];

/** Why the run fails; undefined if it succeeds. */
async function failure(run: () => Promise<void>): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0];
  }
}

/** Changes the running stack. Afterwards the complete template processes the messages that are still in progress. */
async function failureWarm({ aspect, template }: Mutation): Promise<string | undefined> {
  const why = await failure(async () => {
    stack.redeploy(template);
    await exercise(stack, `run-${runs++}`, inOrder(aspect));
  });
  stack.redeploy(bench.assembly.template);
  // Otherwise the remaining messages of this run would make the next run fail.
  expect((await fetch(`${stack.apiUrl}/_local/settle`, { method: 'POST' })).status).toBe(200);
  return why;
}

function failureCold({ aspect, template }: Mutation): Promise<string | undefined> {
  return failure(async () => {
    const cold = await bench.start(template);
    try {
      await exerciseAll(cold, inOrder(aspect));
    } finally {
      await cold.close();
    }
  });
}

/** The lists in docs/deploy.md. */
function documentedUse(): string | undefined {
  const text = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
  return /```text permissions\n(.*?)\n```/s.exec(text)?.[1];
}

test(
  'the template can do everything, and uses every permission it has',
  async () => {
    await exerciseAll(stack);
    const { permissions, routes } = stack.report();
    const use = describeUse(permissions);

    expect(permissions.denied).toEqual([]);
    expect(permissions.unused.filter((it) => !ONLY_IN_TROUBLE.test(it))).toEqual([]);
    expect(permissions.used.length).toBeGreaterThan(20);
    expect(routes.unused).toEqual([]);
    expect(documentedUse()).toBe(use);
  },
  ONE_RUN_MS,
);

test.each<Aspect>(['permission', 'environment', 'route', 'event kind'])(
  'without any one %s the template fails',
  async (aspect) => {
    const mutations = mutationsOf(bench.assembly.template)
      .filter((it) => it.aspect === aspect && !ONLY_IN_TROUBLE.test(it.what))
      .filter((it) => !NAMES_ONLY.test(it.what))
      .filter(chosen);
    expect(mutations).not.toEqual([]);
    const outcomes: [string, string | undefined][] = [];
    for (const mutation of mutations) {
      const warm = ONLY_COLD.test(mutation.what) ? undefined : await failureWarm(mutation);
      outcomes.push([mutation.what, warm ?? (await failureCold(mutation))]);
    }
    if (ALL) console.log(outcomes.map(([what, why]) => `${what}\n    ${why}`).join('\n'));
    expect(outcomes.filter(([, why]) => why === undefined)).toEqual([]);
  },
  MANY_RUNS_MS,
);

test(
  'the running stack still works, so the failures above come from their mutations',
  async () => {
    await exercise(stack, 'whole', SECTIONS);
  },
  ONE_RUN_MS,
);
