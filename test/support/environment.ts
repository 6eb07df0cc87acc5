/**
 * Jest's Node environment in a plain context. In Jest's own context every read of a global, such as `Math` or `Buffer`,
 * goes through an interceptor, so that code with many of them takes two to three times as long.
 */
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';
import { remembering } from './compiled-code.ts';

// Jest has no option for it. This module is loaded once in each worker.
const { keepScripts, ...compilers } = remembering(vm);
Object.assign(vm, compilers);

export default class PlainContext extends TestEnvironment {
  constructor(...given: ConstructorParameters<typeof TestEnvironment>) {
    // Jest's constructor has no option for it.
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }

  override async teardown(): Promise<void> {
    keepScripts();
    await super.teardown();
  }
}
