/** Writes the pages that are made, not written. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { costDocument } from './cost-document.ts';
import { costPicture } from './cost-picture.ts';
import { performanceDocument } from './performance-document.ts';
import type { Report } from './report.ts';

const DOCS = join(import.meta.dirname, '..', 'docs');

/** docs/cost.md and docs/cost.svg. */
export async function writeCost(): Promise<void> {
  await writeFile(join(DOCS, 'cost.md'), costDocument());
  await writeFile(join(DOCS, 'cost.svg'), costPicture());
}

/** docs/performance.md, from a report that `--json` wrote. */
export async function writePerformance(file: string): Promise<void> {
  const report = JSON.parse(await readFile(file, 'utf8')) as Report;
  await writeFile(join(DOCS, 'performance.md'), performanceDocument(report));
}
