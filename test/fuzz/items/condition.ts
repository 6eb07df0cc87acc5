/**
 * Evaluates DynamoDB's condition expressions, as far as the adapter uses them: comparisons, attribute_not_exists,
 * attribute_type, NOT, AND, OR, parentheses. A comparison of different types, or with a missing attribute, is false.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item, in the same form on the wire and in the engine. */
export type RawItem = Record<string, AttributeValue>;

export interface Tokens {
  names: Record<string, string>;
  values: Record<string, AttributeValue>;
}

type Test = (item: RawItem, tokens: Tokens) => boolean;

const TOKEN = /\s*([()]|<=|>=|<|>|=|,|[#:]?[A-Za-z_][A-Za-z_0-9]*)/gy;
const parsed = new Map<string, Test>();

export function holds(expression: string | undefined, item: RawItem | undefined, tokens: Tokens): boolean {
  if (expression === undefined) return true;
  let test = parsed.get(expression);
  if (!test) {
    test = parse(expression);
    parsed.set(expression, test);
  }
  return test(item ?? {}, tokens);
}

function parse(expression: string): Test {
  const tokens = [...expression.matchAll(TOKEN)].map(([, token]) => token!);
  if (tokens.join('') !== expression.replaceAll(/\s/g, '')) throw new Error(`cannot read ${expression}`);
  let at = 0;
  const take = (expected?: string) => {
    const token = tokens[at++];
    if (token === undefined || (expected !== undefined && token !== expected))
      throw new Error(`${expected ?? 'a token'} is missing in ${expression}`);
    return token;
  };
  const joined = (word: string, part: () => Test, join: (tests: Test[]) => Test): Test => {
    const tests = [part()];
    while (tokens[at] === word) {
      at++;
      tests.push(part());
    }
    return tests.length === 1 ? tests[0]! : join(tests);
  };
  const either = (): Test =>
    joined('OR', both, (tests) => (item, given) => tests.some((test) => test(item, given)));
  const both = (): Test =>
    joined('AND', single, (tests) => (item, given) => tests.every((test) => test(item, given)));
  const single = (): Test => {
    if (tokens[at] === 'NOT') {
      at++;
      const test = single();
      return (item, given) => !test(item, given);
    }
    if (tokens[at] === '(') {
      at++;
      const test = either();
      take(')');
      return test;
    }
    return predicate();
  };
  const predicate = (): Test => {
    const first = take();
    if (first === 'attribute_not_exists') {
      take('(');
      const attribute = take();
      take(')');
      return (item, given) => item[attributeOf(attribute, given)] === undefined;
    }
    if (first === 'attribute_type') {
      take('(');
      const attribute = take();
      take(',');
      const type = take();
      take(')');
      return (item, given) => typeOf(item[attributeOf(attribute, given)]) === givenOf(type, given).S;
    }
    const operator = take();
    const value = take();
    const compare = COMPARISONS[operator];
    if (!compare) throw new Error(`${operator} in ${expression}`);
    return (item, given) => {
      const order = orderOf(item[attributeOf(first, given)], givenOf(value, given));
      return order !== undefined && compare(order);
    };
  };
  const test = either();
  if (at !== tokens.length) throw new Error(`text after the end of the condition: ${expression}`);
  return test;
}

const COMPARISONS: Record<string, (order: number) => boolean> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '=': (order) => order === 0,
};

export const attributeOf = (token: string, { names }: Tokens) =>
  token.startsWith('#') ? names[token]! : token;

export function givenOf(token: string, { values }: Tokens): AttributeValue {
  const value = values[token];
  if (value === undefined) throw new Error(`no value for ${token}`);
  return value;
}

export const typeOf = (value: AttributeValue | undefined) => value && Object.keys(value)[0];

/**
 * Undefined if the values are not comparable. Numbers that JavaScript cannot represent exactly are compared
 * approximately.
 */
function orderOf(a: AttributeValue | undefined, b: AttributeValue): number | undefined {
  if (a === undefined || typeOf(a) !== typeOf(b)) return undefined;
  if (a.N !== undefined) return Number(a.N) - Number(b.N);
  if (a.S !== undefined) return compareText(a.S, b.S!);
  return JSON.stringify(a) === JSON.stringify(b) ? 0 : undefined;
}

export const compareText = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
