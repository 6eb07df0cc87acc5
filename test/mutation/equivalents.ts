/** Mutants that no test can notice, and why. docs/testing.md names the kinds. */
export interface Equivalent {
  file: string;
  /** The line of the unchanged source, without its indentation. */
  line: string;
  from: string;
  to: string;
  why: string;
}

const MODEL = 'lambdas/core/model';

export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: `${MODEL}/merge-page.ts`,
    line: "return typeof name === 'string' && !name.startsWith(filter) && compareNames(name, filter) > 0;",
    ...{ from: '>', to: '>=' },
    why: 'a name that equals the filter starts with it, so this comparison is not reached',
  },
  {
    file: `${MODEL}/merge-page.ts`,
    line: 'const limited = !page.fresh && compareEnds(recordsThrough, part.through) < 0;',
    ...{ from: '<', to: '<=' },
    why: 'when both ends are equal, either is the end',
  },
  {
    file: `${MODEL}/merge-page.ts`,
    line: 'if (isBeyond(filter, name)) break;',
    ...{ from: 'isBeyond(filter, name)', to: 'false' },
    why: 'names beyond the filter do not start with it, so the next line leaves out each of them',
  },
  {
    file: `${MODEL}/merge-page.ts`,
    line: 'return page.fresh ? [] : records.filter(({ name }) => contains(range, name));',
    ...{ from: 'page.fresh', to: 'false' },
    why: 'marks do not change what a fresh page says, and a later observation of a name may be used as well',
  },
  {
    file: `${MODEL}/cached-page.ts`,
    line: 'if (covers(candidate, position) && (page === undefined || candidate.observedAt > page.observedAt))',
    ...{ from: '>', to: '>=' },
    why: 'of two observations of the same time, either is the latest',
  },
  {
    file: `${MODEL}/cached-page.ts`,
    line: 'if (observedAt > page.observedAt && startsAfter(after, position)) through = earlierEnd(through, after);',
    ...{ from: '>', to: '>=' },
    why: 'chunks of one page do not overlap; of two pages of the same time, either is the latest',
  },
  {
    file: `${MODEL}/cached-page.ts`,
    line: 'if (startsAfter(after, position) && (next === undefined || comparePositions(after, next) < 0))',
    ...{ from: '<', to: '<=' },
    why: 'an equal start has the same value',
  },
  {
    file: `${MODEL}/range.ts`,
    line: 'return compareEnds(a, b) <= 0 ? a : b;',
    ...{ from: '<=', to: '<' },
    why: 'when both ends are equal, either is the earlier one',
  },
];
