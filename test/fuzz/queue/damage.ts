/** Messages that were damaged in transit, or that were never valid. */
import fc from 'fast-check';
import { anyText } from '../http/hostile.ts';

type Json = unknown;

const odd: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, 0, -1, 1e308, '', '%', '%zz', '%ff', '+', 'k'.repeat(1_025), [], {}, [
    [],
  ]),
  anyText,
  fc.jsonValue({ maxDepth: 2 }),
);

/** A position in a document: the index of the member at each level. */
const path = fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 6 });

export type Damage =
  | { kind: 'replace'; path: number[]; value: Json }
  | { kind: 'delete'; path: number[] }
  | { kind: 'rename'; path: number[]; name: string }
  | { kind: 'duplicate'; path: number[] };

export const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('replace' as const), path, value: odd }),
  fc.record({ kind: fc.constant('delete' as const), path }),
  fc.record({
    kind: fc.constant('rename' as const),
    path,
    name: fc.constantFrom('records', 'key', '__proto__', 'constructor', 'Records', 'detail-type', 'Type', ''),
  }),
  fc.record({ kind: fc.constant('duplicate' as const), path }),
);

/** The text with its document damaged, also inside an SNS envelope. */
export function damaged(body: string, changes: readonly Damage[]): string {
  const document = JSON.parse(body);
  if (typeof document.Message === 'string') {
    return JSON.stringify({ ...document, Message: damaged(document.Message, changes) });
  }
  for (const change of changes) apply(document, change);
  return JSON.stringify(document);
}

function apply(document: Json, change: Damage): void {
  let holder: Record<string, Json> | undefined;
  let name: string | undefined;
  let at: Json = document;
  for (const step of change.path) {
    if (typeof at !== 'object' || at === null) break;
    const names = Object.keys(at);
    if (names.length === 0) break;
    holder = at as Record<string, Json>;
    name = names[step % names.length]!;
    at = holder[name];
  }
  if (!holder || name === undefined) return;
  switch (change.kind) {
    case 'replace':
      holder[name] = change.value;
      return;
    case 'delete':
      delete holder[name];
      return;
    case 'rename':
      define(holder, change.name, holder[name]);
      delete holder[name];
      return;
    case 'duplicate':
      if (Array.isArray(holder)) holder.push(holder[Number(name)]);
      else define(holder, `${name}${name}`, holder[name]);
  }
}

/** Defines an own member, even if its name is `__proto__`. */
function define(holder: object, name: string, value: Json): void {
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Damage of the text: cut, one character changed, or text inserted. */
export type TextDamage = { kind: 'cut' | 'change' | 'insert'; at: number; text: string };

export const textDamage: fc.Arbitrary<TextDamage> = fc.record({
  kind: fc.constantFrom('cut', 'change', 'insert'),
  at: fc.nat(),
  text: fc.constantFrom('"', '\\', '{', '}', ',', '\u0000', '\ud800', 'x', '0', '/'),
});

export function damagedText(body: string, { kind, at, text }: TextDamage): string {
  const place = at % body.length;
  if (kind === 'cut') return body.slice(0, place);
  return body.slice(0, place) + text + body.slice(kind === 'change' ? place + 1 : place);
}

/** Deeper nesting than the stack of a recursive parser allows. */
const DEEP = 50_000;
/** SQS's limit for a body, in bytes. */
const MAX_BODY = 1024 * 1024;

export const hostileBody: fc.Arbitrary<string> = fc.oneof(
  { weight: 20, arbitrary: anyText },
  { weight: 20, arbitrary: fc.json({ maxDepth: 4 }) },
  {
    weight: 20,
    arbitrary: fc
      .record({ Records: fc.array(fc.jsonValue({ maxDepth: 3 })) })
      .map((it) => JSON.stringify(it)),
  },
  {
    weight: 20,
    arbitrary: fc
      .record({ source: fc.constantFrom('aws.s3', 'x'), 'detail-type': odd, detail: odd })
      .map((it) => JSON.stringify(it)),
  },
  {
    weight: 10,
    arbitrary: fc.record({ Type: fc.constant('Notification'), Message: odd }).map((it) => JSON.stringify(it)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      `{"Records":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`,
      `{"Records":[${'{"s3":'.repeat(1_000)}1${'}'.repeat(1_000)}]}`,
      `"${'x'.repeat(MAX_BODY - 2)}"`,
      `{"Records":[${Array.from({ length: 20_000 }, () => 'null').join(',')}]}`,
    ),
  },
);
