/** The index, as its readers see it: one instance, many questions at once. */

import { find } from './answers/find.ts';
import { inspect } from './answers/inspect.ts';
import { list } from './answers/list.ts';
import { listMany } from './answers/list-many.ts';
import { stat } from './answers/stat.ts';
import { statMany } from './answers/stat-many.ts';
import { invalidate } from './changes/invalidate.ts';
import type { Reader } from './questions/reader.ts';
import { createEngine, type ReaderDeps } from './request/engine.ts';

export type { CoreSettings, ReaderDeps } from './request/engine.ts';

export function createReader(deps: ReaderDeps): Reader {
  const engine = createEngine(deps);
  return {
    list: (question) => list(engine, question),
    find: (question) => find(engine, question),
    listMany: (question) => listMany(engine, question),
    stat: (question) => stat(engine, question),
    statMany: (question) => statMany(engine, question),
    invalidate: (question) => invalidate(engine, question),
    inspect: (question) => inspect(engine, question),
  };
}
