/** The roles of the template, their permissions, and which of these were used. */
import { z } from 'zod';
import { decide, type Grant, grantsOf, type IamRequest, type Statement, statementSchema } from './policy.ts';
import { type Names, resolve } from './resolve.ts';
import { resourcesOf, type Template } from './template.ts';

const documentSchema = z.object({ Statement: z.array(statementSchema) });
/** Logical id of the resource to which a policy is attached. */
const holdersSchema = z.array(z.object({ Ref: z.string() }));

export interface PermissionReport {
  /** Lines of the form `holder action resource`, sorted. The holder is a role, or a queue that has its own policy. */
  used: string[];
  unused: string[];
  denied: string[];
}

export interface Permissions {
  /** Decides whether the role may make the request, and records what was used and what was denied. */
  allows(role: string, request: IamRequest): boolean;
  /** Checks the policy of a queue: whether this service may send messages for this source. */
  mayService(queueId: string, request: IamRequest): boolean;
  report(): PermissionReport;
}

export function readPermissions(template: Template, names: Names): Permissions {
  const roles = statementsBy(template, names, 'AWS::IAM::Policy', 'Roles');
  const queues = statementsBy(template, names, 'AWS::SQS::QueuePolicy', 'Queues');
  const used = new Set<string>();
  const denied = new Set<string>();
  const line = (role: string, { action, resource }: Grant) => `${role} ${action} ${resource}`;
  const judge = (holder: string, statements: Statement[] | undefined, request: IamRequest) => {
    const decision = decide(statements ?? [], request);
    if (decision.outcome === 'allowed') used.add(line(holder, decision.by));
    else denied.add(line(holder, request));
    return decision.outcome === 'allowed';
  };
  const granted = [...roles, ...queues].flatMap(([holder, statements]) =>
    grantsOf(statements).map((grant) => line(holder, grant)),
  );
  return {
    allows: (role, request) => judge(role, roles.get(role), request),
    mayService: (queueId, request) => judge(queueId, queues.get(queueId), request),
    report: () => ({
      used: granted.filter((it) => used.has(it)).sort(),
      unused: granted.filter((it) => !used.has(it)).sort(),
      denied: [...denied].sort(),
    }),
  };
}

/** The statements of all policies of one type, by the resource to which they are attached. */
function statementsBy(
  template: Template,
  names: Names,
  type: string,
  attachedTo: 'Roles' | 'Queues',
): Map<string, Statement[]> {
  const found = new Map<string, Statement[]>();
  for (const [, { Properties }] of resourcesOf(template, type)) {
    const { Statement } = documentSchema.parse(resolve(Properties.PolicyDocument, names));
    for (const { Ref: holder } of holdersSchema.parse(Properties[attachedTo])) {
      found.set(holder, [...(found.get(holder) ?? []), ...Statement]);
    }
  }
  return found;
}
