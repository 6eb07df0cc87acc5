/** Which file imports which, read from the sources. Paths are relative to the repository. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface Import {
  from: string;
  /** The imported path or package. */
  to: string;
}

export function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/(^|\/)(node_modules|dist)\//.test(file))
    .map((file) => join(folder, file));
}

export function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

export function importsOf(file: string): Import[] {
  const specifiers = [...textOf(file).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"\n]+)['"]/g)];
  return specifiers.map(([, specifier]) => ({
    from: file,
    to: specifier!.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(file), specifier!)) : specifier!,
  }));
}
