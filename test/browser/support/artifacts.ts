/** Pictures and recordings for people to look at: `TEST_ARTIFACTS=FOLDER`, or `.artifacts/`, which git ignores. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from '../../support/stack.ts';

export const ARTIFACTS = process.env.TEST_ARTIFACTS ?? join(ROOT, '.artifacts');
mkdirSync(ARTIFACTS, { recursive: true });

export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(ARTIFACTS, `explorer-${name}.png`) });
}
