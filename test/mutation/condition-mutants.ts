/**
 * Mutations of DynamoDB's conditions, which are texts: of the operators in them, and of the parts of which all or any
 * must hold.
 */
import type { Change, Node } from './mutants.ts';

/** Replacements of operators in a text, with spaces around them. */
const OPERATORS: readonly (readonly [from: string, to: string])[] = [
  [' < ', ' <= '],
  [' <= ', ' < '],
  [' <= ', ' >= '],
  [' > ', ' >= '],
  [' >= ', ' > '],
  [' >= ', ' <= '],
  [' = :', ' <> :'],
  [' AND ', ' OR '],
  ['NOT ', ''],
  ['attribute_not_exists', 'attribute_exists'],
  ['attribute_exists', 'attribute_not_exists'],
];

interface Argument {
  spread?: Span | null;
  expression: { span: Span };
}
type Span = Change[0];

const COMBINED: Readonly<Record<string, string>> = { all: 'any', any: 'all' };

export function changesOfConditionText(node: Node, text: string): Change[] {
  const changed = OPERATORS.filter(([from]) => text.includes(from)).map(([from, to]) =>
    text.replace(from, to),
  );
  return changed.map((to): Change => [node.span!, to]);
}

/** `all(a, b)` is changed to `any(a, b)`, `all(b)` and `all(a)`. */
export function changesOfCombination(node: Node, textOf: (span: Span) => string): Change[] {
  const callee = node.callee as Node & { value?: string };
  const to = callee.type === 'Identifier' ? COMBINED[callee.value ?? ''] : undefined;
  const parts = (node.arguments as Argument[]).map(({ spread, expression }) => ({
    start: spread?.start ?? expression.span.start,
    end: expression.span.end,
  }));
  if (to === undefined || parts.length < 2) return [];
  const withoutOne = parts.map((_, left): Change => {
    const kept = parts.filter((_, i) => i !== left).map(textOf);
    return [node.span!, `${textOf(callee.span!)}(${kept.join(', ')})`];
  });
  return [[callee.span!, to], ...withoutOne];
}
