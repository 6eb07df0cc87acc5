/** Every relative link in the documents must lead to an existing file, and to an existing heading in it. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..', '..');
const DOCUMENTS = globSync(['*.md', 'docs/**/*.md', 'examples/*/*.md', '{cli,contract,infra}/README.md'], {
  cwd: ROOT,
  exclude: ['**/node_modules/**'],
});
/** A published package contains only its own README, so the links in it must be complete URLs. */
const PUBLISHED = ['cli/README.md', 'contract/README.md', 'infra/README.md'];

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const linksOf = (path: string) =>
  [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!).filter((it) => !/^\w+:/.test(it));

/** The anchors that GitHub gives to the headings of a page. */
function anchorsOf(path: string): Set<string> {
  const headings = [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, title]) => title!);
  return new Set(
    headings.map((title) =>
      title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}_\- ]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function isBroken(from: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : normalize(join(dirname(from), file));
  if (!existsSync(join(ROOT, path))) return true;
  return anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).has(anchor);
}

test.each(DOCUMENTS)('the links in %s lead somewhere', (path) => {
  expect(linksOf(path).filter((target) => isBroken(path, target))).toEqual([]);
});

test('a broken link would be found', () => {
  expect(DOCUMENTS.length).toBeGreaterThan(15);
  expect(['docs/none.md', 'docs/faq.md#none', '#none'].map((it) => isBroken('README.md', it))).toEqual([
    true,
    true,
    true,
  ]);
});

test.each(PUBLISHED)('%s has no link that only works in the repository', (path) => {
  expect(linksOf(path)).toEqual([]);
});
