import { describe, expect, test } from '@jest/globals';
import { compileGlob } from '../../../lambdas/http/glob/compile.ts';
import fc from '../../support/fast-check.ts';
import { ANY_CHARACTER } from '../../support/fast-check-characters.ts';
import { globMatches } from '../../support/find-reference.ts';

const glob = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      '/',
      '.',
      '*',
      '**',
      '**/',
      '?',
      '[ab]',
      '[!a]',
      '[]-]',
      '[a-c/]',
      '\\*',
      '😀',
      '{',
      ',',
      '}',
      '(',
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''));
/** Texts that globs of these few characters can match, including line ends. */
const name = fc
  .array(fc.constantFrom('a', 'b', 'c', '/', '.', '*', ']', '😀', '(', '\n'), { maxLength: 7 })
  .map((parts) => parts.join(''));

async function patternOf(text: string) {
  const compiled = await compileGlob(text);
  if (compiled.outcome !== 'compiled') throw new Error(compiled.reason);
  return compiled.pattern;
}

describe('globs', () => {
  test('match the same texts as an exhaustive search, and every match starts with the head', async () => {
    let matched = 0;
    await fc.assert(
      fc.asyncProperty(glob, fc.array(name, { minLength: 1, maxLength: 12 }), async (text, names) => {
        const compiled = await compileGlob(text);
        // After braces, it may depend on the chosen alternative whether a segment starts. Then `**/` means two stars
        // and a slash.
        fc.pre(compiled.outcome === 'compiled' && !/[}]\*\*+[/]/.test(text));
        const { pattern } = compiled;
        for (const it of names) {
          const matches = pattern.matches({ type: 'object', name: it });
          if (matches !== globMatches(text, it))
            throw new Error(`${JSON.stringify(text)} on ${JSON.stringify(it)}`);
          if (matches && !it.startsWith(pattern.head))
            throw new Error(`${it} does not start with the head of ${text}`);
          if (matches) matched++;
        }
      }),
      { numRuns: 3_000 },
    );
    expect(matched).toBeGreaterThan(500);
  });

  test('a text whose special characters are escaped matches itself and starts with itself', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: ANY_CHARACTER, minLength: 1, maxLength: 12 }), async (text) => {
        const pattern = await patternOf(text.replace(/[*?[{\\]/g, '\\$&'));
        expect(pattern.head).toBe(text);
        expect(pattern.matches({ type: 'object', name: text })).toBe(true);
        expect(pattern.matches({ type: 'object', name: `${text}x` })).toBe(false);
      }),
    );
  });
});
