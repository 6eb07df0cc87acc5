/**
 * Runs test files and seeds of the simulation on sources of which one may be changed. Each run evaluates the
 * project's modules again, but packages stay loaded, so a run starts in some tens of milliseconds.
 */
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parentPort } from 'node:worker_threads';
import fc from 'fast-check';
import { addEventHandler, getState, resetState, run } from 'jest-circus';
import { executedWhile } from './executed.ts';
import { type ChangedSource, ROOT, type SuiteResult, type SuiteRun, type SuiteStep } from './suite.ts';

const PROJECT = pathToFileURL(`${ROOT}/`).href;
const PACKAGES = `${PROJECT}node_modules/`;
const JEST_GLOBALS = new URL('./jest-globals.ts', import.meta.url).href;
const TEST_TIMEOUT_MS = 30_000;

// A counterexample is not shrunk, because it need not be small.
fc.configureGlobal({ endOnFailure: true });

let runs = 0;
let changed: ChangedSource | undefined;
const strippedTexts = new Map<string, string>();

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@jest/globals') return { url: JEST_GLOBALS, shortCircuit: true };
    const resolved = next(specifier, context);
    const isOurs = resolved.url.startsWith(PROJECT) && !resolved.url.startsWith(PACKAGES);
    return isOurs && resolved.url.endsWith('.ts')
      ? { ...resolved, url: `${resolved.url}?run=${runs}` }
      : resolved;
  },
  load(url, context, next) {
    if (!url.includes('?run=')) return next(url, context);
    return { format: 'module', source: javaScriptOf(fileURLToPath(url)), shortCircuit: true };
  },
});

function javaScriptOf(path: string): string {
  if (changed && path === join(ROOT, changed.file)) return stripTypeScriptTypes(changed.source);
  const text = strippedTexts.get(path) ?? stripTypeScriptTypes(readFileSync(path, 'utf8'));
  strippedTexts.set(path, text);
  return text;
}

function importAgain(file: string): Promise<Record<string, unknown>> {
  return import(`${pathToFileURL(join(ROOT, file)).href}?run=${runs}`);
}

async function firstFailure({ tests, seeds }: SuiteRun): Promise<SuiteResult['failure']> {
  for (const file of tests) {
    begin(file);
    const message = await failureIn(file);
    if (message !== undefined) return { in: file, message };
  }
  if (!seeds) return undefined;
  const { runSeed } = (await importAgain(
    'test/simulation/run-seed.ts',
  )) as typeof import('../simulation/run-seed.ts');
  for (let seed = seeds.from; seed < seeds.from + seeds.count; seed += 1) {
    begin(`seed ${seed}`);
    const { violation } = await runSeed(seed);
    if (violation) return { in: `seed ${seed}`, message: violation.message };
  }
  return undefined;
}

function begin(step: string): void {
  parentPort!.postMessage({ step } satisfies SuiteStep);
}

/**
 * After a failure, the rest of the file is skipped. `resetState` keeps event handlers, so one handler is used for all
 * files.
 */
let hasFailed = false;
addEventHandler((event) => {
  if (event.name === 'test_done' && event.test.errors.length > 0) hasFailed = true;
  if (event.name === 'test_start' && hasFailed) event.test.mode = 'skip';
});

async function failureIn(file: string): Promise<string | undefined> {
  resetState();
  hasFailed = false;
  getState().testTimeout = TEST_TIMEOUT_MS;
  await importAgain(file);
  const { testResults, unhandledErrors } = await run();
  const failed = testResults.find(({ errors }) => errors.length > 0);
  return failed ? String(failed.errors[0]) : unhandledErrors[0];
}

async function answer(asked: SuiteRun): Promise<SuiteResult> {
  runs += 1;
  changed = asked.changed;
  const before = process.threadCpuUsage();
  const ofThisRun = `?run=${runs}`;
  const work = () => firstFailure(asked);
  let result: Omit<SuiteResult, 'cpuMs'>;
  try {
    if (asked.measured) result = await executedWhile(work, (url) => url.endsWith(ofThisRun));
    else result = { failure: await work() };
  } catch (error) {
    result = { failure: { in: 'loading or running', message: String(error) } };
  }
  const { user, system } = process.threadCpuUsage(before);
  return { ...result, cpuMs: (user + system) / 1_000 };
}

// A mutant may leave work behind that fails after its test has ended.
process.on('unhandledRejection', () => {});
process.on('uncaughtException', () => {});
parentPort!.on('message', async (asked: SuiteRun) => parentPort!.postMessage(await answer(asked)));
