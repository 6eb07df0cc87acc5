/** The functions of a source file: their names, parameters and lengths. */
import { parseSync } from '@swc/core';
import { textOf } from './imports.ts';

export interface SourceFunction {
  /** `file: name`. A function without a name has that of what contains it. */
  at: string;
  /** Nodes of swc's syntax tree. */
  parameters: unknown[];
  /** From the line of its first token to that of its last one. */
  lines: number;
}

interface Node {
  identifier?: { value?: string };
  key?: { value?: string };
  id?: { value?: string };
  params?: unknown;
  /** Bytes of the text; the first one has the number 1. */
  span?: { start: number; end: number };
}

/** Every function of the file: declarations, methods and arrows. */
export function functionsOf(file: string, text = textOf(file)): SourceFunction[] {
  const bytes = Buffer.from(text);
  const found: SourceFunction[] = [];
  const visit = (node: unknown, name: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const { identifier, key, id, params, span } = node as Node;
    const known = identifier?.value ?? key?.value ?? id?.value ?? name;
    if (Array.isArray(params) && span) {
      const lines = bytes.toString('utf8', span.start - 1, span.end - 1).split('\n').length;
      found.push({ at: `${file}: ${known}`, parameters: params, lines });
    }
    for (const child of Object.values(node)) visit(child, known);
  };
  visit(parseSync(text, { syntax: 'typescript', tsx: file.endsWith('x') }).body, '');
  return found;
}
