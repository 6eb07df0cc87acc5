/**
 * Small changes to a TypeScript source, each of which a test should notice. Each one changes a single comparison,
 * condition or statement.
 */
import { parseSync } from '@swc/core';
import { changesOfCombination, changesOfConditionText } from './condition-mutants.ts';

export interface Mutant {
  /** The line's number, counted from 1. */
  line: number;
  /** The line of the unchanged source, without indentation. */
  lineText: string;
  /** The position of the changed text, in UTF-16 units. */
  offset: number;
  from: string;
  to: string;
  source: string;
}

export interface Node {
  type: string;
  span?: { start: number; end: number };
  [field: string]: unknown;
}

/** Replacements of each operator. */
const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
};
const METHODS: ReadonlyMap<unknown, string> = new Map([
  ['max', 'min'],
  ['min', 'max'],
  ['some', 'every'],
  ['every', 'some'],
]);

export function mutantsOf(text: string): Mutant[] {
  const bytes = Buffer.from(text);
  const mutants: Mutant[] = [];
  /** The parser's spans count bytes, from 1. */
  const replace = ({ start, end }: { start: number; end: number }, to: string) => {
    const [before, from, after] = [
      [0, start - 1] as const,
      [start - 1, end - 1] as const,
      [end - 1] as const,
    ].map(([a, b]) => bytes.subarray(a, b).toString());
    const line = before!.split('\n').length;
    const lineText = text.split('\n')[line - 1]!.trim();
    mutants.push({ line, lineText, offset: before!.length, from: from!, to, source: before! + to + after! });
  };
  visit(parseSync(text, { syntax: 'typescript', target: 'es2024' }), (node) => {
    for (const [span, to] of changesOf(node, (at) => bytes.subarray(at.start - 1, at.end - 1).toString()))
      replace(span, to);
  });
  return mutants;
}

/** Some of the parser's nodes are objects without a type: arguments, and the functions of methods. */
function visit(node: unknown, see: (node: Node) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if ('type' in node && node.type === 'TsLiteralType') return;
  if ('type' in node && 'span' in node) see(node as Node);
  for (const part of Object.values(node)) visit(part, see);
}

export type Change = [span: { start: number; end: number }, to: string];

function changesOf(node: Node, textOf: (span: { start: number; end: number }) => string): Change[] {
  const span = node.span!;
  const part = (field: string) => node[field] as Node & { span: { start: number; end: number } };
  switch (node.type) {
    case 'BinaryExpression': {
      const between = { start: part('left').span.end, end: part('right').span.start };
      const operator = node.operator as string;
      const text = textOf(between);
      return (OPERATORS[operator] ?? []).map((to) => [between, text.replace(operator, to)]);
    }
    case 'UnaryExpression':
      return node.operator === '!' ? [[span, textOf(part('argument').span)]] : [];
    case 'IfStatement':
    case 'ConditionalExpression':
      return ['true', 'false'].map((to) => [part('test').span, to]);
    case 'StringLiteral':
    case 'TemplateElement':
      return changesOfConditionText(node, textOf(span));
    case 'CallExpression':
      return changesOfCombination(node, textOf);
    case 'BooleanLiteral':
      return [[span, String(!node.value)]];
    case 'ExpressionStatement':
      return [[span, ';']];
    case 'MemberExpression': {
      const property = part('property');
      const to = METHODS.get(property.value);
      return to === undefined ? [] : [[property.span, to]];
    }
    default:
      return [];
  }
}
