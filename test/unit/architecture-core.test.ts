/**
 * The rooms of the core: the imports must match the picture in ARCHITECTURE.md, and files and signatures must stay
 * small.
 */
import { describe, expect, test } from '@jest/globals';
import { functionsOf, type SourceFunction } from '../support/functions.ts';
import { importsOf, sources, textOf } from '../support/imports.ts';

const CORE = 'lambdas/core/';
const MAX_LINES = 200;
const MAX_PARAMETERS = 4;

/** `lambdas/core/index/window.ts` -> `index`; `lambdas/core/reader.ts` -> `reader`. */
function roomOf(file: string): string {
  return file.slice(CORE.length).split('/')[0]!.replace(/\.ts$/, '');
}

function importedRooms(): Record<string, string[]> {
  const rooms = new Map<string, Set<string>>();
  for (const file of sources('lambdas/core')) {
    const room = roomOf(file);
    const others = rooms.get(room) ?? new Set();
    rooms.set(room, others);
    for (const { to } of importsOf(file)) {
      if (to.startsWith(CORE) && roomOf(to) !== room) others.add(roomOf(to));
    }
  }
  return Object.fromEntries([...rooms].map(([room, others]) => [room, [...others].sort()]));
}

/** The lines of the picture, from top to bottom: `answers -> origin, index: what the room is for`. */
function drawnRooms(): [string, string[]][] {
  const picture = /<!-- rooms -->\n```\n([\s\S]*?)```/.exec(textOf('ARCHITECTURE.md'))![1]!;
  return picture
    .trim()
    .split('\n')
    .map((line) => {
      const [, room, others] = /^(\w+) +-> ([\w, ]*?) *(?::.*)?$/.exec(line)!;
      return [room!, others === 'nothing' ? [] : others!.split(', ').sort()];
    });
}

interface Pattern {
  pat?: Pattern;
  left?: Pattern;
  right?: { type: string };
  typeAnnotation?: { typeAnnotation: { kind?: string } } | null;
}

function isBoolean(parameter: unknown): boolean {
  const { pat, left, right, typeAnnotation } = parameter as Pattern;
  if (pat) return isBoolean(pat);
  if (left) return right?.type === 'BooleanLiteral' || isBoolean(left);
  return typeAnnotation?.typeAnnotation.kind === 'boolean';
}

function hasTwoBooleansInARow({ parameters }: SourceFunction): boolean {
  return parameters.some((parameter, i) => i > 0 && isBoolean(parameter) && isBoolean(parameters[i - 1]));
}

describe('the rooms of the core', () => {
  test("ARCHITECTURE.md's picture equals the imports", () => {
    expect(Object.fromEntries(drawnRooms())).toEqual(importedRooms());
  });

  test('every arrow points down the picture, so there is no cycle', () => {
    const order = drawnRooms().map(([room]) => room);
    const up = drawnRooms().flatMap(([room, others]) =>
      others.filter((other) => order.indexOf(other) <= order.indexOf(room)).map((other) => [room, other]),
    );
    expect(up).toEqual([]);
  });

  test(`no file has more than ${MAX_LINES} lines`, () => {
    const long = sources('lambdas/core').filter((file) => textOf(file).split('\n').length - 1 > MAX_LINES);
    expect(long).toEqual([]);
  });

  test(`no function has more than ${MAX_PARAMETERS} parameters, or two booleans in a row`, () => {
    const all = sources('lambdas/core').flatMap((file) => functionsOf(file));
    expect(all.length).toBeGreaterThan(300);
    expect(all.filter(({ parameters }) => parameters.length > MAX_PARAMETERS).map(({ at }) => at)).toEqual(
      [],
    );
    expect(all.filter(hasTwoBooleansInARow).map(({ at }) => at)).toEqual([]);
  });

  test('the rule on signatures can fail', () => {
    const text = 'function f(a: boolean, b = true) {} const g = (a: 1, b: 2, c: 3, d: 4, e: 5) => a;';
    const [two, five] = functionsOf('x.ts', text);
    expect(two).toMatchObject({ at: 'x.ts: f' });
    expect(hasTwoBooleansInARow(two!)).toBe(true);
    expect(five!.parameters.length).toBeGreaterThan(MAX_PARAMETERS);
  });
});
