/** One question about one directory or tree, for tests of the parts that answer it. */
import { createInstance } from '../../lambdas/core/request/instance.ts';
import { ReadContext } from '../../lambdas/core/request/read-context.ts';
import { atDirectory, atTree, type ScopeContext } from '../../lambdas/core/request/scope-context.ts';
import { HOUR_MS, ORDINARY, type World } from './world.ts';

/** The question belongs to a new instance, or to the instance of `beside` if that is given. */
export async function questionIn(
  world: World,
  prefix: string,
  { kind = 'directory', freshness = ORDINARY, beside }: Asked = {},
): Promise<ScopeContext> {
  const instance = beside?.instance ?? createInstance(world.newDeps());
  const question = ReadContext.open(instance, { bucket: world.bucket, freshness }, HOUR_MS);
  // Makes sure that the bucket's item was read.
  await question.index.run(async () => {});
  return kind === 'tree' ? atTree(question, prefix) : atDirectory(question, prefix);
}

interface Asked {
  kind?: 'directory' | 'tree';
  freshness?: typeof ORDINARY;
  beside?: ScopeContext;
}
