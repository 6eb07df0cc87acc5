/** Writes the pages that are made, not written. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from './arguments.ts';
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

/** docs/performance.md, from a report that `--json` wrote. Throws a UsageError when the file is not such a report. */
export async function writePerformance(file: string): Promise<void> {
  await writeFile(join(DOCS, 'performance.md'), performanceDocument(await readReport(file)));
}

async function readReport(file: string): Promise<Report> {
  const report = await readFile(file, 'utf8')
    .then((text) => JSON.parse(text) as Partial<Report>)
    .catch((error: Error) => {
      throw new UsageError(`${file} cannot be read: ${error.message}`);
    });
  if (!report.cases?.length || !report.handlerTimes?.length)
    throw new UsageError(`${file} is not what a whole run (without --budgets) writes with --json`);
  return report as Report;
}
