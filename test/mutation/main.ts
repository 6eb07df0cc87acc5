/**
 * Changes the core in one place at a time. Each mutant is tested by the test files that execute the changed place,
 * the fastest first, and then by seeds of the simulation. Prints the mutants that no test notices. Exits with 1 if
 * equivalents.ts does not name all of them.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { EQUIVALENTS } from './equivalents.ts';
import { isExecuted } from './executed.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { ROOT, type SuiteResult } from './suite.ts';
import { SuiteThread } from './thread.ts';

const FILES = [
  'lambdas/core/{model,codec,request,index,origin,changes}/*.ts',
  'lambdas/adapters/dynamodb/{buckets,chunks,conditions,expiry,fills,head-inputs,heads,record-inputs,records,send}.ts',
];
const TESTS = [
  'test/unit/core/**/*.test.ts',
  'test/unit/adapters/dynamodb/*.test.ts',
  'test/property/core/*.test.ts',
  'test/regression/*.test.ts',
  'test/contract/index-table/memory.test.ts',
  'test/mutation/dynalite/*.test.ts',
];
const MAX_RUNS_OF_A_THREAD = 60;

const { values } = parseArgs({
  options: {
    files: { type: 'string', multiple: true, default: FILES },
    /** Only the mutants on these lines, for the survivors of an earlier run. */
    line: { type: 'string', multiple: true, default: [] },
    tests: { type: 'string', multiple: true, default: TESTS },
    /** Test files that take longer than this on the unchanged sources are left out. */
    'test-ms': { type: 'string', default: '1000' },
    /**
     * A file that stores which tests execute which code. If it exists from an earlier run on the same sources, it is
     * read instead.
     */
    measured: { type: 'string' },
    seeds: { type: 'string', default: '60' },
    from: { type: 'string', default: '1' },
    threads: { type: 'string', default: '1' },
    /** The time limit for one test file or seed with a mutant, which may loop without end. */
    'patience-ms': { type: 'string', default: '20000' },
  },
});

interface TestFile extends Pick<SuiteResult, 'cpuMs'> {
  file: string;
  executed: NonNullable<SuiteResult['executed']>;
}

const patienceMs = Number(values['patience-ms']);
const newThread = () => new SuiteThread({ patienceMs, maxRuns: MAX_RUNS_OF_A_THREAD });
const seeds = { from: Number(values.from), count: Number(values.seeds) };
const tests = await testFiles();
let survivors = 0;
for (const file of globSync(values.files, { cwd: ROOT }).sort()) survivors += await mutate(file);
process.exit(survivors > 0 ? 1 : 0);

/**
 * Measures the test files, or reads an earlier measurement, because measuring takes longer than the mutants of most
 * files.
 */
async function testFiles(): Promise<TestFile[]> {
  const kept = values.measured;
  if (kept !== undefined && existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8'));
  const measured = await unchangedTests();
  if (kept !== undefined) writeFileSync(kept, JSON.stringify(measured));
  return measured;
}

/** Runs every test file on the unchanged sources. Returns those that pass here, the fastest first. */
async function unchangedTests(): Promise<TestFile[]> {
  const files = globSync(values.tests, { cwd: ROOT }).sort();
  const results = await inThreads(files, async (thread, file) => ({
    file,
    ...(await thread.run({ tests: [file], measured: true })),
  }));
  const usable: TestFile[] = [];
  for (const { file, failure, cpuMs, executed } of results) {
    if (failure) console.log(`left out: ${file}: ${oneLine(failure.message)}`);
    else if (cpuMs > Number(values['test-ms'])) console.log(`left out: ${file}: ${Math.round(cpuMs)} ms`);
    else if (executed) usable.push({ file, cpuMs, executed });
  }
  return usable.sort((a, b) => a.cpuMs - b.cpuMs);
}

async function mutate(file: string): Promise<number> {
  const startedAt = performance.now();
  const all = mutantsOf(readFileSync(join(ROOT, file), 'utf8'));
  const mutants =
    values.line.length === 0 ? all : all.filter(({ line }) => values.line.includes(String(line)));
  /** Test files that noticed another mutant of this file, the latest first. They probably notice this one too. */
  const noticed: string[] = [];
  const outcomes = await inThreads(mutants, async (thread, mutant) => {
    const failure = await noticedBy(thread, file, mutant, noticed);
    if (failure) noticed.unshift(failure.in);
    else if (!isEquivalent(file, mutant))
      console.log(`  survives: ${file}:${mutant.line}  ${oneLine(mutant.from)}  ->  ${oneLine(mutant.to)}`);
    return { mutant, isKilled: failure !== undefined };
  });
  const alive = outcomes.filter(({ isKilled }) => !isKilled).map(({ mutant }) => mutant);
  const surviving = alive.filter((mutant) => !isEquivalent(file, mutant));
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const equivalent = alive.length - surviving.length;
  console.log(
    `${file}: ${mutants.length - alive.length} of ${mutants.length} killed, ${equivalent} equivalent, ${seconds} s`,
  );
  return surviving.length;
}

async function noticedBy(
  thread: SuiteThread,
  file: string,
  { source, offset }: Mutant,
  noticed: readonly string[],
): Promise<SuiteResult['failure']> {
  const reaching = tests
    .filter(({ executed }) => isExecuted(executed, file, offset))
    .map((test) => test.file);
  const first = [...new Set(noticed)].filter((each) => reaching.includes(each));
  const changed = { file, source };
  const { failure, cpuMs } = await thread.run({
    changed,
    tests: [...new Set([...first, ...reaching])],
    seeds,
  });
  if (!failure || failure.in === 'the thread') return failure;
  // Earlier mutants may have left something in the thread. So a failing test is repeated without the mutant.
  const isTest = reaching.includes(failure.in);
  const unchanged = isTest ? (await thread.run({ tests: [failure.in] })).failure : undefined;
  if (!unchanged && cpuMs < patienceMs / 2) return failure;
  await thread.renew();
  return (await thread.run({ changed, tests: isTest ? [failure.in] : [], seeds })).failure;
}

function isEquivalent(file: string, { lineText, from, to }: Mutant): boolean {
  const ofFile = EQUIVALENTS[dirname(file)]?.[basename(file)] ?? [];
  return ofFile.some(
    (each) => each.line === lineText && each.from === oneLine(from) && each.to === oneLine(to),
  );
}

async function inThreads<Item, Result>(
  items: readonly Item[],
  work: (thread: SuiteThread, item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const take = async () => {
    const thread = newThread();
    for (let i = next++; i < items.length; i = next++) results[i] = await work(thread, items[i]!);
    await thread.renew();
  };
  await Promise.all(Array.from({ length: Number(values.threads) }, take));
  return results;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
