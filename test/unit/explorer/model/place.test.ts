/** Places and addresses must be convertible to each other for every possible key. */
import { describe, expect, test } from '@jest/globals';
import {
  directoryPlace,
  formatPlace,
  HOME,
  type Place,
  parsePlace,
  placeAbove,
} from '../../../../explorer/model/place.ts';
import { S3_ORDER, sortAfterChoosing } from '../../../../explorer/model/sort.ts';
import fc from '../../../support/fast-check.ts';
import { ANY_CHARACTER } from '../../../support/fast-check-characters.ts';

const anyText = fc.string({ unit: ANY_CHARACTER, maxLength: 12 });
const anyName = anyText.map((text) => text.replaceAll('/', '')).filter((name) => name !== '');
const anyPlace: fc.Arbitrary<Place> = fc.record(
  {
    bucket: fc.constantFrom('demo', 'a.b-c'),
    prefix: fc
      .array(
        anyText.map((text) => `${text}/`),
        { maxLength: 3 },
      )
      .map((names) => names.join('')),
    filter: anyText,
    sort: fc.record({ by: fc.constantFrom('name', 'size', 'modified'), descending: fc.boolean() }),
    foldersFirst: fc.boolean(),
    below: fc.boolean(),
    view: fc.constantFrom('rows', 'space'),
    object: anyName,
  },
  { requiredKeys: ['bucket', 'prefix', 'filter', 'sort', 'foldersFirst', 'below', 'view'] },
);

describe('a place', () => {
  test('survives formatting and parsing', () => {
    fc.assert(fc.property(anyPlace, (place) => expect(parsePlace(formatPlace(place))).toEqual(place)));
  });

  test('can be parsed from any text, and its address is a valid fragment', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const place = parsePlace(`#${text}`);
        expect(place.prefix === '' || place.prefix.endsWith('/')).toBe(true);
      }),
    );
  });

  test.each<[string, Partial<Place>]>([
    ['', HOME],
    ['#/', HOME],
    ['#/demo', { bucket: 'demo', prefix: '' }],
    ['#/demo/a/b/', { bucket: 'demo', prefix: 'a/b/' }],
    ['#/demo/a//b/', { bucket: 'demo', prefix: 'a//b/' }],
    ['#/demo/a/b.txt', { bucket: 'demo', prefix: 'a/', object: 'b.txt' }],
    ['#/demo/a/?sort=-size&filter=x%20y', { filter: 'x y', sort: { by: 'size', descending: true } }],
    ['#/demo/100%/', { prefix: '100%/' }],
    ['#/demo/?sort=colour', { sort: S3_ORDER }],
  ])('%s', (fragment, place) => {
    expect(parsePlace(fragment)).toMatchObject(place);
  });
});

test('has its parent above it; a root has the list of buckets, and that list has nothing', () => {
  const above = placeAbove(directoryPlace('demo', 'a//'));
  expect(above).toEqual(directoryPlace('demo', 'a/'));
  expect(placeAbove(directoryPlace('demo', 'a/'))).toEqual(directoryPlace('demo', ''));
  expect(placeAbove(directoryPlace('demo', ''))).toEqual(HOME);
  expect(placeAbove(HOME)).toBeUndefined();
});

test('a chosen column shows its largest or newest first, and is reversed when it is chosen again', () => {
  expect(sortAfterChoosing('size', S3_ORDER)).toEqual({ by: 'size', descending: true });
  expect(sortAfterChoosing('size', { by: 'size', descending: true })).toEqual({
    by: 'size',
    descending: false,
  });
  expect(sortAfterChoosing('name', { by: 'size', descending: true })).toEqual(S3_ORDER);
});
