/**
 * The main module of one instance of a function. Imports the deployed bundle, in the environment of the deployed
 * function, and answers one event at a time.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { functionContext } from '../function-context.ts';
import type { FromInstance, ToInstance } from './instance-messages.ts';

type Bundle = Record<string, (event: unknown, context: unknown) => Promise<unknown>> & {
  counters?: () => Record<string, number>;
};

const say = (message: FromInstance) => void process.send?.(message);
const describe = (error: unknown) =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/** The handler is `index.handler`: the file and its export. */
const [folder = '', handlerName = ''] = process.argv.slice(2);
const [file, exported = ''] = handlerName.split('.');

enableCompileCache();
const bundle = await load();
process.on('message', (message: ToInstance) => {
  if (message.kind === 'count') return say({ kind: 'counted', counters: bundle.counters?.() ?? {} });
  const { event, settings, requestId, startedAt } = message;
  bundle[exported]!(event, functionContext(settings, requestId, startedAt)).then(
    (answer) => say({ kind: 'answered', answer }),
    (error: unknown) => say({ kind: 'threw', error: describe(error) }),
  );
});
process.on('disconnect', () => process.exit());
say({ kind: 'ready' });

async function load(): Promise<Bundle> {
  try {
    const found: Bundle = await import(pathToFileURL(join(folder, `${file}.mjs`)).href);
    if (typeof found[exported] !== 'function') throw new Error(`${handlerName} is not exported`);
    return found;
  } catch (error) {
    say({ kind: 'failed-start', error: describe(error) });
    process.exit(1);
  }
}
