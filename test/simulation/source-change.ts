/**
 * A break inside the core, where no port reaches: the text of its files is changed as they are loaded. In a thread of its own, before
 * anything of the core is imported there.
 */
import { registerHooks } from 'node:module';

const CORE = new URL('../../lambdas/core/', import.meta.url).href;

export interface SourceChange {
  /** Below lambdas/core. */
  file: string;
  /** Stands in the file exactly once. */
  from: string;
  to: string;
}

/** Files that were imported before stay as they were. */
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
