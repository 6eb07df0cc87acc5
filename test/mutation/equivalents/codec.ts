/** Mutants of lambdas/core/codec that no test can notice, and why. */
import type { EquivalentsByFile } from './equivalent.ts';

const GROWS_OFTEN = 'the buffer grows earlier or more often, which only costs time';
const JSON_OF_SYMBOL = 'JSON has null for a symbol, and START and END are symbols';
const NO_BITS = 'a number of one bit or none has no bits after the leading one';

export const OF_CODEC: EquivalentsByFile = {
  'bits.ts': [
    { line: 'if (needed > this.#buffer.length)', from: '>', to: '>=', why: GROWS_OFTEN },
    {
      line: 'this.#buffer = Buffer.concat([this.#buffer], Math.max(needed, 2 * this.#buffer.length));',
      ...{ from: 'max', to: 'min' },
      why: GROWS_OFTEN,
    },
    {
      line: 'this.#buffer = Buffer.concat([this.#buffer], Math.max(needed, 2 * this.#buffer.length));',
      ...{ from: '*', to: '/' },
      why: GROWS_OFTEN,
    },
    {
      line: 'rest -= part * scale;',
      ...{ from: 'rest -= part * scale;', to: ';' },
      why: 'each part after the first begins a byte, which holds only the lowest eight bits of it',
    },
    {
      line: 'if (length > 1) bits.add(value - 2 ** (length - 1), length - 1);',
      ...{ from: 'length > 1', to: 'true' },
      why: NO_BITS,
    },
    {
      line: 'if (length > 1) bits.add(value - 2 ** (length - 1), length - 1);',
      ...{ from: '>', to: '>=' },
      why: NO_BITS,
    },
    { line: 'if (length <= 1) return length;', from: '<=', to: '<', why: NO_BITS },
  ],
  'bytes.ts': [
    {
      line: 'if (this.#length + extra <= this.#buffer.length) return;',
      ...{ from: '<=', to: '<' },
      why: GROWS_OFTEN,
    },
    {
      line: 'const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + extra));',
      ...{ from: '*', to: '/' },
      why: GROWS_OFTEN,
    },
  ],
  'columns.ts': [
    {
      line: "if (entry.type === 'directory') continue;",
      ...{ from: "entry.type === 'directory'", to: 'false' },
      why: 'does not compile; a directory has neither storage class nor checksum',
    },
  ],
  'digest-codec.ts': [
    {
      line: 'if (content === undefined) return undefined;',
      ...{ from: 'content === undefined', to: 'false' },
      why: 'does not compile; to inflate nothing throws, and then nothing is returned, too',
    },
  ],
  'name-column.ts': [
    {
      line: 'column.bytes(suffix.includes(END) || suffix.includes(ESCAPE) ? escaped(suffix) : suffix);',
      ...{ from: 'suffix.includes(END) || suffix.includes(ESCAPE)', to: 'true' },
      why: 'escaping does not change other bytes; the condition saves work',
    },
    {
      line: 'const most = Math.min(a.length, b.length);',
      ...{ from: 'min', to: 'max' },
      why: 'after the end of the shorter name, its bytes are undefined and equal no byte',
    },
  ],
  'seal.ts': [
    {
      line: 'after === START ? null : after,',
      ...{ from: 'after === START', to: 'false' },
      why: JSON_OF_SYMBOL,
    },
    {
      line: 'through === END ? null : through,',
      ...{ from: 'through === END', to: 'false' },
      why: JSON_OF_SYMBOL,
    },
  ],
};
