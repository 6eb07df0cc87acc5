import { describe, expect, test } from '@jest/globals';
import type { Entry } from '../../../../lambdas/core/model/entry.ts';
import { type Selection, selector } from '../../../../lambdas/core/model/selection.ts';

const object: Entry = {
  type: 'object',
  name: 'Ｃａｆé.TXT',
  sizeBytes: 10,
  lastModifiedMs: 1_000,
  storageClass: 'STANDARD',
};
const bare: Entry = { type: 'object', name: 'bare', sizeBytes: 0 };
const directory: Entry = { type: 'directory', name: 'cafe/' };

const selected = (selection: Selection) => [object, bare, directory].filter(selector(selection));

describe('a selection', () => {
  test.each<[string, Selection, Entry[]]>([
    ['of nothing in particular is everything', {}, [object, bare, directory]],
    ['by type: objects', { type: 'object' }, [object, bare]],
    ['by type: directories', { type: 'directory' }, [directory]],
    ['of at least a size takes that size', { minSizeBytes: 10 }, [object]],
    ['of at least one byte more does not', { minSizeBytes: 11 }, []],
    ['of at most a size takes that size, and no directory', { maxSizeBytes: 10 }, [object, bare]],
    ['of at least nothing takes no directory', { minSizeBytes: 0 }, [object, bare]],
    ['later than a time leaves that time out', { modifiedAfterMs: 1_000 }, []],
    ['later than the time before it does not', { modifiedAfterMs: 999 }, [object]],
    ['earlier than a time leaves that time out', { modifiedBeforeMs: 1_000 }, []],
    ['earlier than the time after it does not', { modifiedBeforeMs: 1_001 }, [object]],
    ['by class takes none without', { storageClass: 'STANDARD' }, [object]],
    ['by class', { storageClass: 'GLACIER' }, []],
    ['by text: another case and width', { contains: 'cAFÉ.ｔxt' }, [object]],
    ['by text: a decomposed accent', { contains: 'cafe\u0301' }, [object]],
    ['by text: in a directory, too', { contains: 'AFE' }, [directory]],
    ['of all conditions at once', { type: 'object', maxSizeBytes: 5, contains: 'b' }, [bare]],
  ])('%s', (_, selection, expected) => {
    expect(selected(selection)).toEqual(expected);
  });

  test.each([
    ['ΟΔΟΣ', 'οδος'],
    ['straße', 'STRASSE'],
    ['ﾃｽﾄ', 'テスト'],
    ['ﬁle', 'FILE'],
  ])('%s contains %s', (name, contains) => {
    expect(selector({ contains })({ type: 'object', name, sizeBytes: 0 })).toBe(true);
  });

  test('evaluates the pattern last', () => {
    const asked: string[] = [];
    const pattern = {
      head: '',
      matches: ({ name }: { name: string }) => {
        asked.push(name);
        return name === 'bare';
      },
    };
    expect(selected({ pattern, type: 'object' })).toEqual([bare]);
    expect(asked).toEqual([object.name, 'bare']);
  });
});
