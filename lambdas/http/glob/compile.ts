/**
 * Compiles callers' globs for the RE2 engine, which takes time linear in the name and bounded memory for every
 * pattern. JavaScript's regular expressions, and the glob libraries built on them, take exponential time for some
 * patterns.
 */
import type { NamePattern } from '../../core/model/name-pattern.ts';
import { translateGlob } from './translate.ts';

export type CompiledGlob =
  | { outcome: 'compiled'; pattern: NamePattern }
  /** The reason is shown to the caller. */
  | { outcome: 'malformed'; reason: string };

/**
 * A directory `raw/` is matched by `raw`, as in shells, and by `raw/`. The glob `raw/` does not match an object
 * `raw`.
 */
export async function compileGlob(glob: string): Promise<CompiledGlob> {
  const translated = translateGlob(glob);
  if (translated.outcome === 'malformed') return translated;
  // Loaded when the first glob is compiled, because other requests do not need these 150 KB.
  const { RE2JS, RE2JSException } = await import('re2js');
  let whole: InstanceType<typeof RE2JS>;
  try {
    whole = RE2JS.compile(translated.expression, RE2JS.DOTALL);
  } catch (error) {
    if (error instanceof RE2JSException) return { outcome: 'malformed', reason: 'it is nested too deeply' };
    throw error;
  }
  const endsInSlash = glob.endsWith('/');
  const pattern: NamePattern = {
    head: translated.head,
    matches: ({ type, name }) =>
      whole.matches(type === 'directory' && !endsInSlash ? name.slice(0, -1) : name),
  };
  return { outcome: 'compiled', pattern };
}
