/**
 * Records the files whose functions are entered, in order. Modules that are imported after `recordEntries` are
 * recorded.
 */
import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reportingEntries } from './reporting-entries.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** Adapters are left out, because tables and stores in memory take their place. */
const RECORDED = /^(lambdas\/(?!adapters\/)|shared\/|contract\/).*\.ts$/;

const entered: string[] = [];
let isPaused = false;

export function recordEntries(): void {
  const record = (file: string) => {
    if (!isPaused) entered.push(file);
  };
  Object.assign(globalThis, { recordEntry: record });
  registerHooks({
    load(url, context, next) {
      const file = url.startsWith('file:') ? relative(ROOT, fileURLToPath(url)) : '';
      if (!RECORDED.test(file)) return next(url, context);
      const javaScript = stripTypeScriptTypes(readFileSync(join(ROOT, file), 'utf8'));
      const source = reportingEntries(javaScript, `globalThis.recordEntry(${JSON.stringify(file)})`);
      return { format: 'module', source, shortCircuit: true };
    },
  });
}

/** Returns the file of each function that the work enters. */
export async function enteredDuring(work: () => Promise<void>): Promise<string[]> {
  entered.length = 0;
  await work();
  return [...entered];
}

/**
 * Wraps a port that stands for a service. What its methods enter is not recorded, up to the first time they wait.
 */
export function unrecorded<T extends object>(port: T): T {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        isPaused = true;
        try {
          return member.apply(target, given);
        } finally {
          isPaused = false;
        }
      };
    },
  });
}
