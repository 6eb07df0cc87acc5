/** Reused code must be that of the same source, also when V8 refuses it. */
import vm from 'node:vm';
import { expect, test } from '@jest/globals';
import { remembering } from '../../support/compiled-code.ts';

/** V8's compilers, which record whether code was given to them. With `refuse`, they refuse it as V8 does. */
function recorded({ refuse }: { refuse: boolean }) {
  const given: boolean[] = [];
  const compilers = remembering({
    Script: new Proxy(vm.Script, {
      construct(target, [source, options]: [string, vm.ScriptOptions]) {
        const has = options.cachedData !== undefined;
        given.push(has);
        const compiled = new target(source, options);
        return has && refuse ? Object.assign(compiled, { cachedDataRejected: true }) : compiled;
      },
    }),
    SourceTextModule: new Proxy(vm.SourceTextModule, {
      construct(target, [source, options]: ConstructorParameters<typeof vm.SourceTextModule>) {
        const has = options?.cachedData !== undefined;
        given.push(has);
        if (has && refuse) throw new Error('cachedData buffer was rejected');
        return new target(source, options);
      },
    }),
  });
  return { ...compilers, given };
}

async function exportedBy(compiled: vm.SourceTextModule): Promise<unknown> {
  await compiled.link(() => {
    throw new Error('no imports');
  });
  await compiled.evaluate();
  return (compiled.namespace as { value: unknown }).value;
}

test('a function is compiled once for the same name and source, after its script was kept', () => {
  const { compileFunction, keepScripts, given } = recorded({ refuse: false });
  const run = (source: string, filename: string) => {
    const result = compileFunction(source, ['x'], { filename })(20);
    keepScripts();
    return result;
  };
  expect(run('return x + 1', 'a')).toBe(21);
  expect(run('return x + 1', 'a')).toBe(21);
  expect(run('return x + 2', 'a')).toBe(22);
  expect(run('return x + 1', 'b')).toBe(21);
  expect(given).toEqual([false, true, false, false]);
});

test('a module is compiled once for the same name and source', async () => {
  const { SourceTextModule, given } = recorded({ refuse: false });
  const run = (source: string, identifier: string) =>
    exportedBy(new SourceTextModule(source, { identifier }));
  expect(await run('export const value = 1', 'a')).toBe(1);
  expect(await run('export const value = 1', 'a')).toBe(1);
  expect(await run('export const value = 2', 'a')).toBe(2);
  expect(await run('export const value = 1', 'b')).toBe(1);
  expect(given).toEqual([false, true, false, false]);
});

test('code that V8 refuses is compiled again', async () => {
  const { compileFunction, SourceTextModule, keepScripts, given } = recorded({ refuse: true });
  const run = async () => {
    const result: unknown = compileFunction('return 1', [], { filename: 'a' })();
    keepScripts();
    return [result, await exportedBy(new SourceTextModule('export const value = 2', { identifier: 'a' }))];
  };
  expect(await run()).toEqual([1, 2]);
  expect(given).toEqual([false, false]);
  expect(await run()).toEqual([1, 2]);
  // V8 compiles a script itself when it refuses code.
  expect(given).toEqual([false, false, true, true, false]);
});
