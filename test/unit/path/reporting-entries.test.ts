import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { reportingEntries } from '../../path/reporting-entries.ts';

/** How often a function was entered while the code ran. */
function entriesOf(code: string): number {
  const context = { entries: 0 };
  runInNewContext(reportingEntries(code, 'entries++'), context);
  return context.entries;
}

test.each([
  ['a function', 'function f() { return 1; } f(); f();', 2],
  ['an arrow function', 'const f = (a) => a + 1; f(1);', 1],
  ['an arrow function that returns an object', 'const f = () => ({ a: 1 }); if (f().a !== 1) throw 1;', 1],
  ['a function inside another one', 'const f = () => () => 2; if (f()() !== 2) throw 1;', 2],
  ['a method of an object', 'const o = { f() {}, get g() { return 1; } }; o.f(); o.g;', 2],
  [
    'the parts of a class',
    'class A { constructor() { this.#p(); } #p() {} static s() {} get g() { return 1; } } new A().g; A.s();',
    4,
  ],
  ['a function that is not called', 'const f = () => 1;', 0],
  [
    'code after characters of several bytes',
    'const s = "ａ😀"; const f = () => s; if (f() !== "ａ😀") throw 1;',
    1,
  ],
])('reports the entries of %s', (_, code, entries) => {
  expect(entriesOf(code)).toBe(entries);
});
