/** Starts a stack with the tree of photos as the bucket `media` and the empty bucket `backups`, and a browser. */
import { type RunningStack, startStack } from '../../support/stack.ts';
import { type Chromium, startChromium } from './chromium.ts';
import { photoTree } from './trees.ts';

export interface PhotoStack {
  stack: RunningStack;
  chromium: Chromium;
  stop(): Promise<void>;
}

export async function startPhotoStack(): Promise<PhotoStack> {
  const tree = photoTree();
  const served = ['--import', `${tree.folder}=media`, '--bucket', 'backups'];
  const [stack, chromium] = await Promise.all([startStack(served), startChromium()]);
  return {
    stack,
    chromium,
    async stop() {
      await chromium.close();
      await stack.stop();
      tree.remove();
    },
  };
}
