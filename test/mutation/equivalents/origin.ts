/** Mutants of lambdas/core/origin that no test can notice, and why. */
import type { EquivalentsByFile } from './equivalent.ts';

const JSON_OF_START = 'JSON has null for a symbol, and START is one';
const NUMBERS_DIFFER = 'the numbers of two things that one instance begins are different';

export const OF_ORIGIN: EquivalentsByFile = {
  'cut-digest.ts': [
    {
      line: 'const rows = entries.length > mostObjects ? [] : digestOf(entries);',
      ...{ from: 'entries.length > mostObjects', to: 'false' },
      why: 'a page of so many objects is halved anyway; the condition saves work',
    },
    {
      line: "return typeof end === 'string' ? ownText(end) : end;",
      ...{ from: "typeof end === 'string'", to: 'false' },
      why: 'the same text; only the memory that it keeps differs',
    },
  ],
  'cut-page.ts': [
    {
      line: "if (entry.type === 'object' && entry.lastModifiedMs !== undefined && !(newest! >= entry.lastModifiedMs))",
      ...{ from: '>=', to: '>' },
      why: 'an equal time has the same value',
    },
  ],
  'directory-cutter.ts': [
    {
      line: "if (typeof through === 'string') Object.assign(open, { after: through, entries: [], ...dates });",
      ...{ from: "typeof through === 'string'", to: 'true' },
      why: 'does not compile; every open directory contains the name that was reached, so the end is a name',
    },
  ],
  'fill-in-outage.ts': [
    {
      line: "const key = JSON.stringify(['outage', at.id, gap.after === START ? null : gap.after]);",
      ...{ from: 'gap.after === START', to: 'false' },
      why: JSON_OF_START,
    },
    {
      line: "if (filled.outcome === 'filled' && filled.sentNumber > beganNumber)",
      ...{ from: '>', to: '>=' },
      why: NUMBERS_DIFFER,
    },
  ],
  'fill-once.ts': [
    {
      line: 'const key = JSON.stringify([at.id, gap.after === START ? null : gap.after, gap.rented ? gap.wanted : null]);',
      ...{ from: 'gap.after === START', to: 'false' },
      why: JSON_OF_START,
    },
    {
      line: "const untilStored = ({ filled }: SharedFill) => (filled.outcome === 'filled' ? filled.stored : undefined);",
      ...{ from: "filled.outcome === 'filled'", to: 'true' },
      why: 'does not compile; other outcomes have nothing that is being stored',
    },
    {
      line: 'return sentNumber > at.question.beganNumber;',
      ...{ from: '>', to: '>=' },
      why: NUMBERS_DIFFER,
    },
  ],
  'fill-ranges.ts': [
    {
      line: 'if (inside.length === 0) return rest;',
      ...{ from: 'inside.length === 0', to: 'false' },
      why: 'a range without points is divided into one part; the condition saves work',
    },
    {
      line: 'if (this.#passed === 0) return this.#lists;',
      ...{ from: 'this.#passed === 0', to: 'false' },
      why: 'a division by 0 gives Infinity, and the number of LISTs is the limit',
    },
  ],
  'fill.ts': [
    {
      line: 'const stored = watch === undefined ? Promise.resolve(false) : keep(at, listed, { watch, gap });',
      ...{ from: 'watch === undefined', to: 'false' },
      why: 'does not compile; without a watch the page ends when it was observed, so it is not stored',
    },
    {
      line: 'const after = comparePositions(range.after, at.range.after) < 0 ? at.range.after : range.after;',
      ...{ from: '<', to: '<=' },
      why: 'when both positions are equal, either is the later one',
    },
  ],
  'rent.ts': [
    {
      line: 'if (next !== undefined) instance.rented.add(next);',
      ...{ from: 'next !== undefined', to: 'true' },
      why: 'does not compile; no turn is undefined, so the added value is never looked for',
    },
  ],
  'replace-digests.ts': [
    {
      line: 'const isLater = covers(item, page.after) && item.observedAt > page.observedAt;',
      ...{ from: '>', to: '>=' },
      why: 'of two LISTs of the same millisecond, either may stay',
    },
  ],
};
