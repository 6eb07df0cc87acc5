import { describe, expect, test } from '@jest/globals';
import { compileGlob } from '../../../../lambdas/http/glob/compile.ts';

async function matching(glob: string, names: string[]): Promise<string[]> {
  const compiled = await compileGlob(glob);
  if (compiled.outcome !== 'compiled') throw new Error(compiled.reason);
  return names.filter((name) =>
    compiled.pattern.matches({ type: name.endsWith('/') ? 'directory' : 'object', name }),
  );
}

describe('a glob', () => {
  test.each([
    ['*', ['a', '.a', '', 'raw/'], ['a/b', 'raw/a']],
    ['*.jpg', ['cat.jpg', '.jpg', 'raw.jpg/'], ['cat.jpgx', 'a/cat.jpg', 'cat.JPG']],
    ['?', ['a', '😀', 'a/'], ['', 'ab', '/']],
    ['[a-c]x', ['ax', 'cx'], ['dx', 'x', '/x']],
    ['[!a-c]x', ['dx', '!x'], ['ax', '/x', 'x']],
    ['[^a]', ['b', '^'], ['a']],
    ['[]-]', [']', '-'], ['a']],
    ['[+--]', ['+', ',', '-'], ['.', '/']],
    ['[.-0]x', ['.x', '0x'], ['/x']],
    ['[/]x', [], ['/x', 'x']],
    ['{a,b}', ['a', 'b'], ['ab', 'c', '{a,b}']],
    ['{,x}y', ['y', 'xy'], ['xxy']],
    ['{a,{b,c}d}e', ['ae', 'bde', 'cde'], ['be', 'ade']],
    ['a,b}', ['a,b}'], ['a']],
    ['**', ['a', 'a/b', '', 'raw/'], []],
    ['a/**', ['a/b', 'a/b/c'], ['a', 'b/a']],
    ['**/x', ['x', 'a/x', 'a/b/x'], ['ax', 'x/a']],
    ['a/**/x', ['a/x', 'a/b/x', 'a/b/c/x'], ['ax', 'a/bx']],
    ['{a,b}/**/x', ['a/x', 'b/c/x'], ['ax']],
    ['{a/,b/}**/x', ['a/x', 'b/c/x'], ['ax']],
    ['{**/,b/}x', ['x', 'a/x', 'b/x'], ['bx']],
    ['a**x', ['ax', 'a/x', 'a/b/x'], ['a']],
    ['\\*\\{\\[', ['*{['], ['a{[']],
    ['a.b+(c)|^$', ['a.b+(c)|^$'], ['aXb+(c)|^$']],
    ['raw', ['raw', 'raw/'], ['raw/a']],
    ['raw/', ['raw/'], ['raw']],
    ['*/', ['raw/', 'a/'], ['raw']],
    ['line*', ['line\nfeed'], []],
  ])('%s', async (glob, matched, others) => {
    expect(await matching(glob, [...matched, ...others])).toEqual(matched);
  });

  test.each([
    ['[a', '"["'],
    ['[', '"["'],
    ['[]', '"["'],
    ['[a-', '"["'],
    ['[\\', '"["'],
    ['{a,b', '"{"'],
    ['{a,{b}', '"{"'],
    ['a\\', '"\\"'],
    ['[z-a]', 'backwards'],
    ['[[:alpha:]]', '[:alpha:]'],
  ])('%s is malformed', async (glob, reason) => {
    expect(await compileGlob(glob)).toEqual({
      outcome: 'malformed',
      reason: expect.stringContaining(reason),
    });
  });

  test.each([
    ['IMG_*', 'IMG_'],
    ['*', ''],
    ['plain', 'plain'],
    ['a\\*b?', 'a*b'],
    ['2026/{a,b}', '2026/'],
    ['[a]b', ''],
    ['😀*', '😀'],
  ])('%s starts with %j', async (glob, head) => {
    expect(await compileGlob(glob)).toMatchObject({ outcome: 'compiled', pattern: { head } });
  });

  /** These tests measure no time: a backtracking engine would practically never finish them. */
  test.each([
    ['stars', '*a'.repeat(500)],
    ['stars of both kinds', '**a*'.repeat(250)],
    ['nested braces', `${'{*a,'.repeat(200)}b${'}'.repeat(200)}`],
    ['braces side by side', '{a,b,*}'.repeat(140)],
    ['braces of stars', '{*,**,?*}'.repeat(110)],
    ['as deep as 1 KB is', `${'{'.repeat(511)}a${'}'.repeat(511)}`],
    ['sets', '[!b]*'.repeat(200)],
  ])('hostile %s are refused or answered', async (_, glob) => {
    expect(glob.length).toBeLessThanOrEqual(1024);
    const compiled = await compileGlob(glob);
    if (compiled.outcome === 'malformed') return;
    for (const name of ['a'.repeat(1023), `${'a'.repeat(1022)}c`, 'ab'.repeat(511)]) {
      compiled.pattern.matches({ type: 'object', name });
    }
  });
});
