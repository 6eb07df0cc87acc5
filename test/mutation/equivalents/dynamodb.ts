/** Mutants of lambdas/adapters/dynamodb that no test can notice, and why. */
import type { EquivalentsByFile } from './equivalent.ts';

export const OF_DYNAMODB: EquivalentsByFile = {
  'fills.ts': [
    {
      line: "const why = end.state === 'failed' ? end.why : undefined;",
      ...{ from: "end.state === 'failed'", to: 'true' },
      why: 'does not compile; the other ends have no reason, so it is undefined',
    },
  ],
  'send.ts': [
    {
      line: 'for (let from = 0; from < keys.length; from += BATCH_GET_KEYS) {',
      ...{ from: '<', to: '<=' },
      why: 'there are no keys after the last one, and no request is sent for no keys',
    },
  ],
};
