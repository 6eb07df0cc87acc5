/**
 * A break inside the core, in a place that no port reaches: the source text of its files is changed while they are
 * loaded. The break runs in its own thread, before anything of the core is imported there.
 */
import { registerHooks } from 'node:module';

const CORE = new URL('../../lambdas/core/', import.meta.url).href;

export interface SourceChange {
  /** The file's path below lambdas/core. */
  file: string;
  /** Text that occurs exactly once in the file. */
  from: string;
  to: string;
}

/** Does not affect files that are already imported. */
export function changeSources(changes: readonly SourceChange[]): void {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const ofFile = changes.filter(({ file }) => url === CORE + file);
      if (ofFile.length === 0) return loaded;
      return { ...loaded, source: ofFile.reduce(changed, String(loaded.source)) };
    },
  });
}

function changed(source: string, { file, from, to }: SourceChange): string {
  const parts = source.split(from);
  if (parts.length !== 2) throw new Error(`${file} holds ${JSON.stringify(from)} ${parts.length - 1} times`);
  return parts.join(to);
}
