/** Mutants of lambdas/core/model that no test can notice. */
import type { EquivalentsByFile } from './equivalent.ts';

const ONLY_MEMORY = 'the same text; only the memory that it keeps differs';

export const OF_MODEL: EquivalentsByFile = {
  'best-entries.ts': [
    {
      line: 'if (this.#bar && compareInOrder(this.#order, position, this.#bar) > 0) return;',
      ...{ from: 'this.#bar && compareInOrder(this.#order, position, this.#bar) > 0', to: 'false' },
      why: 'entries after all that are kept become candidates too, which only costs time and memory',
    },
    {
      line: 'if (this.#bar && compareInOrder(this.#order, position, this.#bar) > 0) return;',
      ...{ from: '>', to: '>=' },
      why: 'names are unique, so no two entries have the same position',
    },
    {
      line: 'if (this.#candidates.length >= 2 * this.#keep) this.#cut();',
      ...{ from: 'this.#candidates.length >= 2 * this.#keep', to: 'true' },
      why: 'the candidates are cut more often, which only costs time',
    },
    {
      line: 'if (this.#candidates.length >= 2 * this.#keep) this.#cut();',
      ...{ from: 'this.#candidates.length >= 2 * this.#keep', to: 'false' },
      why: 'the candidates are cut less often, which only costs memory',
    },
    {
      line: 'if (this.#candidates.length >= 2 * this.#keep) this.#cut();',
      ...{ from: '>=', to: '>' },
      why: 'the candidates are cut less often, which only costs memory',
    },
    {
      line: 'if (this.#candidates.length >= 2 * this.#keep) this.#cut();',
      ...{ from: '>=', to: '<' },
      why: 'the candidates are cut more often, which only costs time',
    },
    {
      line: 'if (this.#candidates.length >= 2 * this.#keep) this.#cut();',
      ...{ from: '*', to: '/' },
      why: 'the candidates are cut more often, which only costs time',
    },
    {
      line: 'if (this.#candidates.length >= 2 * this.#keep) this.#cut();',
      ...{ from: 'this.#cut();', to: ';' },
      why: 'the candidates are cut less often, which only costs memory',
    },
    {
      line: 'this.#bar = this.#candidates[this.#keep - 1]?.position;',
      ...{ from: 'this.#bar = this.#candidates[this.#keep - 1]?.position;', to: ';' },
      why: 'entries after all that are kept become candidates too, which only costs time and memory',
    },
    {
      line: 'this.#bar = this.#candidates[this.#keep - 1]?.position;',
      ...{ from: '-', to: '+' },
      why: 'entries after all that are kept become candidates too, which only costs time and memory',
    },
  ],
  'cached-page.ts': [
    {
      line: 'if (covers(candidate, position) && (page === undefined || candidate.observedAt > page.observedAt))',
      ...{ from: '>', to: '>=' },
      why: 'of two observations of the same time, either is the latest',
    },
    {
      line: 'if (observedAt > page.observedAt && startsAfter(after, position)) through = earlierEnd(through, after);',
      ...{ from: '>', to: '>=' },
      why: 'chunks of one page do not overlap; of two pages of the same time, either is the latest',
    },
    {
      line: 'if (startsAfter(after, position) && (next === undefined || comparePositions(after, next) < 0))',
      ...{ from: '<', to: '<=' },
      why: 'an equal start has the same value',
    },
  ],
  'changed-names.ts': [
    {
      line: "if (a.type === 'directory' || b.type === 'directory') return a.type === b.type;",
      ...{ from: "a.type === 'directory' || b.type === 'directory'", to: 'false' },
      why: 'a directory has neither ETag nor size, and every object has a size (nor does it compile)',
    },
    {
      line: "if (a.type === 'directory' || b.type === 'directory') return a.type === b.type;",
      ...{ from: '||', to: '&&' },
      why: 'a directory has neither ETag nor size, and every object has a size (nor does it compile)',
    },
  ],
  'cost.ts': [
    {
      line: 'return listing < single;',
      ...{ from: '<', to: '<=' },
      why: 'at the same price, either is the cheapest',
    },
  ],
  'digest.ts': [
    {
      line: 'if (usage.largest) usage.largest.name = ownText(usage.largest.name);',
      ...{ from: 'usage.largest', to: 'true' },
      why: 'each row has an object, and one of them is the largest',
    },
    {
      line: 'if (usage.largest) usage.largest.name = ownText(usage.largest.name);',
      ...{ from: 'usage.largest', to: 'false' },
      why: ONLY_MEMORY,
    },
    {
      line: 'if (usage.largest) usage.largest.name = ownText(usage.largest.name);',
      ...{ from: 'usage.largest.name = ownText(usage.largest.name);', to: ';' },
      why: ONLY_MEMORY,
    },
    {
      line: 'if (usage === undefined || !isDirectlyIn(directory, entry.name)) {',
      ...{ from: 'usage === undefined || !isDirectlyIn(directory, entry.name)', to: 'true' },
      why: 'the row of the directory is found again; the condition saves work',
    },
  ],
  'entries.ts': [
    {
      line: 'const from = after === START ? 0 : indexAfter(entries, after);',
      ...{ from: 'after === START', to: 'false' },
      why: 'does not compile: START is not a text. As JavaScript, no comparison with it is true, which gives 0 as well',
    },
  ],
  'fold.ts': [
    {
      line: 'if (!BEYOND_ASCII.test(text)) return text.toUpperCase();',
      ...{ from: '!BEYOND_ASCII.test(text)', to: 'false' },
      why: 'normalising does not change ASCII; the condition saves work',
    },
  ],
  'merge-page.ts': [
    {
      line: "return typeof name === 'string' && !name.startsWith(filter) && compareNames(name, filter) > 0;",
      ...{ from: '>', to: '>=' },
      why: 'a name that equals the filter starts with it, so this comparison is not reached',
    },
    {
      line: 'const limited = !page.fresh && compareEnds(recordsThrough, part.through) < 0;',
      ...{ from: '<', to: '<=' },
      why: 'when both ends are equal, either is the end',
    },
    {
      line: 'if (isBeyond(filter, name)) break;',
      ...{ from: 'isBeyond(filter, name)', to: 'false' },
      why: 'names beyond the filter do not start with it, so the next line leaves out each of them',
    },
    {
      line: 'return page.fresh ? [] : records.filter(({ name }) => contains(range, name));',
      ...{ from: 'page.fresh', to: 'false' },
      why: 'marks do not change what a fresh page says, and a later observation of a name may be used as well',
    },
  ],
  'range.ts': [
    {
      line: 'return compareEnds(a, b) <= 0 ? a : b;',
      ...{ from: '<=', to: '<' },
      why: 'when both ends are equal, either is the earlier one',
    },
    {
      line: 'const after = comparePositions(a.after, b.after) >= 0 ? a.after : b.after;',
      ...{ from: '>=', to: '>' },
      why: 'when both positions are equal, either is the later one',
    },
  ],
  'selection.ts': [
    {
      line: "const object = entry.type === 'object' ? entry : undefined;",
      ...{ from: "entry.type === 'object'", to: 'true' },
      why: 'does not compile; a directory has none of the fields that are read of it',
    },
    {
      line: 'if (timeMs === undefined) return false;',
      ...{ from: 'timeMs === undefined', to: 'false' },
      why: 'does not compile; every comparison with undefined is false',
    },
  ],
  'usage.ts': [
    {
      line: 'return a.sizeBytes > b.sizeBytes || (a.sizeBytes === b.sizeBytes && compareNames(a.name, b.name) < 0);',
      ...{ from: '<', to: '<=' },
      why: 'two objects of the same name and size have the same value',
    },
  ],
};
