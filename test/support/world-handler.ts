/** The HTTP handler over a world in memory. A failed call to a port fails the test. */
import { createHttpHandler } from '../../lambdas/http/handler.ts';
import { servedBuckets } from '../../lambdas/http/served-buckets.ts';
import type { World } from './world.ts';

export function handlerOf(world: World): ReturnType<typeof createHttpHandler> {
  return createHttpHandler({
    reader: world.reader,
    clock: { now: () => world.now },
    telemetry: { count: () => {} },
    functionGb: 1,
    publish: () => {},
    buckets: servedBuckets([world.bucket]),
    counters: () => ({}),
    startedAt: 0,
    tableSize: async () => undefined,
    openApiDocument: async () => '{}',
    logFailure: (_, cause) => {
      throw cause;
    },
  });
}
