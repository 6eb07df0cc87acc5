/** The explorer over a small tree with unusual names: a stack and a browser for the tests of one file. */
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { type RunningStack, startStack } from '../../support/stack.ts';
import { type Chromium, type OpenPage, startChromium } from './chromium.ts';
import { readToEnd } from './explorer-page.ts';
import { type Tree, treeOf } from './trees.ts';

/** Names with characters that are special in links, fragments or HTML; in S3's order. */
export const ODD_NAMES = [
  ' lead',
  '#hash',
  '%2F',
  '%zz',
  '&amp;<b>',
  '+plus+',
  '?query=1',
  '\\back',
  'new\nline',
  'bidi\u202egnp',
  'emoji\u{1f600}',
  'e\u0301',
  '\uff5ewide',
  '\u{1f601}',
].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

const PATHS = [
  'a.txt',
  'docs/guide/one.md',
  'docs/guide/two.md',
  'docs/readme.md',
  'z.txt',
  ...ODD_NAMES.map((name) => `odd/${name}/inside.txt`),
];

export interface SmallExplorer {
  /** Serves the tree as the bucket `data`. Defined while tests run. */
  readonly stack: RunningStack;
  open(fragment?: string): Promise<OpenPage>;
  /** Opens a page and waits until its directory is read to the end. */
  openRead(fragment: string): Promise<OpenPage>;
}

/** Starts the stack and the browser before the first test of the file, and stops them after the last one. */
export function useSmallExplorer(): SmallExplorer {
  let tree: Tree;
  let stack: RunningStack;
  let chromium: Chromium;
  beforeAll(async () => {
    tree = treeOf(PATHS);
    [stack, chromium] = await Promise.all([startStack(['--import', `${tree.folder}=data`]), startChromium()]);
  });
  afterEach(() => chromium.closePages());
  afterAll(async () => {
    await chromium?.close();
    await stack?.stop();
    tree?.remove();
  });
  const open = (fragment = '') => chromium.open(`${stack.apiUrl}/${fragment}`);
  return {
    get stack() {
      return stack;
    },
    open,
    async openRead(fragment) {
      const opened = await open(fragment);
      await readToEnd(opened.page);
      return opened;
    },
  };
}
