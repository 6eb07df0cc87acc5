/**
 * Evaluates IAM policies, as far as synthesised templates need it: wildcards, policy variables for literal wildcards,
 * and some condition operators. It refuses to evaluate anything else, so that nothing is allowed by mistake. Source:
 * IAM user guide, reference_policies_evaluation-logic and reference_policies_elements_condition_operators.
 */
import { z } from 'zod';

const oneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((it) => (Array.isArray(it) ? it : [it]));

/** A statement with its references resolved. Unknown keys, such as `NotAction`, are refused. */
export const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore,
  Resource: oneOrMore,
  Principal: z.record(z.string(), oneOrMore).optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
});
export type Statement = z.output<typeof statementSchema>;

export interface IamRequest {
  /** For example `dynamodb:GetItem`. */
  action: string;
  resource: string;
  /** The condition keys of the request and their values. */
  context: Readonly<Record<string, string>>;
  /** The caller, for resource policies. */
  principal?: { kind: 'Service' | 'AWS'; name: string };
}

/** The part of the policy that allowed a request: one action of one statement on one resource. */
export interface Grant {
  action: string;
  resource: string;
}

export type Decision =
  | { outcome: 'allowed'; by: Grant }
  | { outcome: 'denied'; why: 'explicitly' | 'not allowed' };

export function decide(statements: readonly Statement[], request: IamRequest): Decision {
  let by: Grant | undefined;
  for (const statement of statements) {
    const grant = matchStatement(statement, request);
    if (grant === undefined) continue;
    if (statement.Effect === 'Deny') return { outcome: 'denied', why: 'explicitly' };
    by ??= grant;
  }
  return by ? { outcome: 'allowed', by } : { outcome: 'denied', why: 'not allowed' };
}

/** All combinations of action and resource that a role's statements allow. */
export function grantsOf(statements: readonly Statement[]): Grant[] {
  const grants = statements
    .filter((it) => it.Effect === 'Allow')
    .flatMap((it) => it.Action.flatMap((action) => it.Resource.map((resource) => ({ action, resource }))));
  return [...new Map(grants.map((it) => [`${it.action} ${it.resource}`, it])).values()];
}

function matchStatement(statement: Statement, request: IamRequest): Grant | undefined {
  const action = statement.Action.find((it) => matches(it.toLowerCase(), request.action.toLowerCase()));
  const resource = statement.Resource.find((it) => matches(it, request.resource));
  if (action === undefined || resource === undefined) return undefined;
  if (!principalMatches(statement.Principal, request.principal)) return undefined;
  const conditions = Object.entries(statement.Condition ?? {});
  const hold = conditions.every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, wanted, request.context[key])),
  );
  return hold ? { action, resource } : undefined;
}

function principalMatches(wanted: Statement['Principal'], asking: IamRequest['principal']): boolean {
  if (wanted === undefined) return asking === undefined;
  if (wanted.AWS?.includes('*')) return true;
  return asking !== undefined && (wanted[asking.kind]?.includes(asking.name) ?? false);
}

type Compare = (wanted: string, given: string) => boolean;
const OPERATORS: Readonly<Record<string, Compare>> = {
  StringEquals: (wanted, given) => wanted === given,
  StringLike: matches,
  // Text matching is sufficient for the ARNs here, because no wildcard has to match a colon.
  ArnEquals: matches,
  ArnLike: matches,
  Bool: (wanted, given) => wanted.toLowerCase() === given.toLowerCase(),
};
const IF_EXISTS = 'IfExists';

function holds(operator: string, wanted: string[], given: string | undefined): boolean {
  const ifExists = operator.endsWith(IF_EXISTS);
  const compare = OPERATORS[ifExists ? operator.slice(0, -IF_EXISTS.length) : operator];
  if (compare === undefined) throw new Error(`condition operator ${operator} is not supported`);
  if (given === undefined) return ifExists;
  return wanted.some((it) => compare(it, given));
}

/** `*` matches any text, `?` any character; `${*}`, `${?}` and `${$}` are the characters themselves. */
function matches(pattern: string, text: string): boolean {
  const source = pattern.replace(/\$\{([*?$])\}|\*|\?|[.+^${}()|[\]\\]/g, (found, literal?: string) => {
    if (literal !== undefined) return `\\${literal}`;
    if (found === '*') return '.*';
    return found === '?' ? '.' : `\\${found}`;
  });
  return new RegExp(`^${source}$`, 's').test(text);
}
