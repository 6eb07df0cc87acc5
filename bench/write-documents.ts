/** Writes the generated documents. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from './arguments.ts';
import { costDocument } from './cost-document.ts';
import { costPicture } from './cost-picture.ts';
import { performanceDocument } from './performance-document.ts';
import type { Report } from './report.ts';

const DOCS = join(import.meta.dirname, '..', 'docs');

/** Writes docs/cost.md and docs/cost.svg. */
export async function writeCost(): Promise<void> {
  await writeFile(join(DOCS, 'cost.md'), costDocument());
  await writeFile(join(DOCS, 'cost.svg'), costPicture());
}

/** Writes docs/performance.md from a report of `--json`. Throws a UsageError if the file is not such a report. */
export async function writePerformance(file: string): Promise<void> {
  await writeFile(join(DOCS, 'performance.md'), performanceDocument(await readReport(file)));
}

/** @throws UsageError if the file is not the report of a complete run. */
export async function readReport(file: string): Promise<Report> {
  const report = await readFile(file, 'utf8')
    .then((text) => JSON.parse(text) as Partial<Report>)
    .catch((error: Error) => {
      throw new UsageError(`cannot read ${file}: ${error.message}`);
    });
  if (!report.cases?.length || !report.handlerTimes?.length)
    throw new UsageError(`${file} is not a report of a complete run (without --budgets) with --json`);
  return report as Report;
}
