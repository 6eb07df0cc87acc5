/** The index, as its readers see it: one instance, many questions at once. */
import { createEngine, type ReaderDeps } from './engine.ts';
import { inspect } from './inspect.ts';
import { invalidate } from './invalidate.ts';
import { list } from './list.ts';
import type { Reader } from './questions.ts';
import { stat } from './stat.ts';
import { statMany } from './stat-many.ts';

export type { CoreSettings, ReaderDeps } from './engine.ts';

export function createReader(deps: ReaderDeps): Reader {
  const engine = createEngine(deps);
  return {
    list: (question) => list(engine, question),
    stat: (question) => stat(engine, question),
    statMany: (question) => statMany(engine, question),
    invalidate: (question) => invalidate(engine, question),
    inspect: (question) => inspect(engine, question),
  };
}
