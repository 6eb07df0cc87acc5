/**
 * Globs of callers, by RE2's engine: time linear in the name and memory bounded, whatever the pattern. JavaScript's own expressions, and
 * the glob libraries that make such, take exponential time for some.
 */
import type { NamePattern } from '../../core/model/name-pattern.ts';
import { translateGlob } from './translate.ts';

export type CompiledGlob =
  | { outcome: 'compiled'; pattern: NamePattern }
  /** What is wrong with it, for the caller. */
  | { outcome: 'malformed'; reason: string };

/** A directory `raw/` is found by `raw`, as in shells, and by `raw/`, which finds no object of that name. */
export async function compileGlob(glob: string): Promise<CompiledGlob> {
  const translated = translateGlob(glob);
  if (translated.outcome === 'malformed') return translated;
  // Loaded when the first glob comes: 150 KB that no other request needs.
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
