/** Measures which parts of the project's sources this thread executes, as V8 counts them. */
import { Session } from 'node:inspector/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ExecutedRanges, ROOT, type SuiteResult } from './suite.ts';

/** `isOfRun`: does the URL belong to this run? V8 also reports the modules of earlier runs, with a count of 0. */
export async function executedWhile(
  work: () => Promise<SuiteResult['failure']>,
  isOfRun: (url: string) => boolean,
): Promise<Pick<SuiteResult, 'failure' | 'executed'>> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    const failure = await work();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    const executed: ExecutedRanges = {};
    for (const { url, functions } of result)
      if (isOfRun(url) && url.includes('/lambdas/')) {
        const ranges = functions.flatMap((each) => each.ranges);
        executed[relative(ROOT, fileURLToPath(url))] = ranges.map(({ startOffset, endOffset, count }) => ({
          ...{ start: startOffset, end: endOffset, count },
        }));
      }
    return { failure, executed };
  } finally {
    session.disconnect();
  }
}

/** Was the character at this offset of the file executed? */
export function isExecuted(executed: ExecutedRanges, file: string, offset: number): boolean {
  const around = (executed[file] ?? []).filter(({ start, end }) => start <= offset && offset < end);
  const innermost = around.sort((a, b) => a.end - a.start - (b.end - b.start))[0];
  return innermost !== undefined && innermost.count > 0;
}
