/** The index, as its readers use it. One instance answers many concurrent questions. */
import { find } from './answers/find.ts';
import { inspect } from './answers/inspect.ts';
import { list } from './answers/list.ts';
import { listMany } from './answers/list-many.ts';
import { stat } from './answers/stat.ts';
import { statMany } from './answers/stat-many.ts';
import { usage } from './answers/usage.ts';
import { invalidate } from './changes/invalidate.ts';
import type { Reader } from './questions/reader.ts';
import { createInstance, type ReaderDeps } from './request/instance.ts';

export type { CoreSettings, ReaderDeps } from './request/instance.ts';

export function createReader(deps: ReaderDeps): Reader {
  const instance = createInstance(deps);
  return {
    list: (question) => list(instance, question),
    find: (question) => find(instance, question),
    listMany: (question) => listMany(instance, question),
    usage: (question) => usage(instance, question),
    stat: (question) => stat(instance, question),
    statMany: (question) => statMany(instance, question),
    invalidate: (question) => invalidate(instance, question),
    inspect: (question) => inspect(instance, question),
  };
}
