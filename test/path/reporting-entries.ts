/** Adds code to the start of every function of a module. */
import { parseSync } from '@swc/core';

interface Node {
  type: string;
  span: { start: number; end: number };
  [field: string]: unknown;
}

const FUNCTIONS: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'MethodProperty',
  'GetterProperty',
  'SetterProperty',
  'Constructor',
]);
const OPENING_BRACE = '{'.charCodeAt(0);

/** `report`: an expression, which is evaluated each time a function of the module is entered. */
export function reportingEntries(javaScript: string, report: string): string {
  const bytes = Buffer.from(javaScript);
  const insertions: { atByte: number; text: string }[] = [];
  visit(parseSync(javaScript, { syntax: 'ecmascript', target: 'es2024' }), (node) => {
    const span = FUNCTIONS.has(node.type) ? bodyOf(node)?.span : undefined;
    if (!span) return;
    // The parser's spans count bytes, from 1.
    const [start, end] = [span.start - 1, span.end - 1];
    // If the body of an arrow function is an object literal, it is in parentheses.
    if (bytes[start] === OPENING_BRACE) insertions.push({ atByte: start + 1, text: ` ${report};` });
    else insertions.push({ atByte: start, text: `(${report}, ` }, { atByte: end, text: ')' });
  });
  insertions.sort((a, b) => a.atByte - b.atByte);
  let result = '';
  let from = 0;
  for (const { atByte, text } of insertions) {
    result += bytes.subarray(from, atByte).toString() + text;
    from = atByte;
  }
  return result + bytes.subarray(from).toString();
}

/** The body of a method of a class is in an inner node. */
function bodyOf({ body, function: inner }: Node): Node | undefined {
  return (body ?? (inner as Node | undefined)?.body) as Node | undefined;
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value) && 'type' in value && 'span' in value) see(value as Node);
  for (const part of Object.values(value)) visit(part, see);
}
