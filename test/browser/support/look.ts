/** Checks a page with axe-core and for errors, and takes a screenshot. */
import { expect } from '@jest/globals';
import { accessibilityFindings } from './accessibility.ts';
import { picture } from './artifacts.ts';
import type { OpenPage } from './chromium.ts';

export async function look({ page, problems }: OpenPage, name: string): Promise<void> {
  expect(await accessibilityFindings(page)).toEqual([]);
  await picture(page, name);
  expect(problems).toEqual([]);
}
