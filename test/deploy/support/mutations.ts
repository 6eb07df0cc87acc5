/** All templates that lack exactly one permission, environment variable, route or kind of event. */
import type { Template } from '../../../local/template/template.ts';

export type Aspect = 'permission' | 'environment' | 'route' | 'event kind';

export interface Mutation {
  aspect: Aspect;
  /** Names what is missing, such as `IndexChangesQueuePolicy...: sqs:SendMessage ...`. */
  what: string;
  template: Template;
}

type Path = (string | number)[];

export function mutationsOf(template: Template): Mutation[] {
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
    const without = (aspect: Aspect, what: string, path: Path): Mutation => ({
      aspect,
      what: `${id}: ${what}`,
      template: remove(template, ['Resources', id, ...path]),
    });
    switch (Type) {
      case 'AWS::IAM::Policy':
      case 'AWS::SQS::QueuePolicy':
        return statementsOf(Properties).flatMap((paths) =>
          paths.map(({ what, path }) => without('permission', what, ['Properties', ...path])),
        );
      case 'AWS::Lambda::Permission':
        return [without('permission', 'lambda:InvokeFunction', [])];
      case 'AWS::Lambda::Function':
        return Object.keys(variablesOf(Properties)).map((name) =>
          without('environment', name, ['Properties', 'Environment', 'Variables', name]),
        );
      case 'AWS::ApiGatewayV2::Route':
        return [without('route', String(Properties.RouteKey), [])];
      case 'Custom::S3BucketNotifications':
      case 'AWS::Events::Rule':
        return kindsOf(Properties).map(({ what, path }) =>
          without('event kind', what, ['Properties', ...path]),
        );
      default:
        return [];
    }
  });
}

interface Place {
  what: string;
  path: Path;
}

interface RawStatement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Principal?: unknown;
}

/** Each action of each statement that allows something. A statement with a single action is removed as a whole. */
function statementsOf({ PolicyDocument }: Record<string, unknown>): Place[][] {
  const { Statement } = PolicyDocument as { Statement: RawStatement[] };
  return Statement.map(({ Effect, Action, Principal }, index) => {
    if (Effect !== 'Allow') return [];
    const path = ['PolicyDocument', 'Statement', index];
    const who = Principal === undefined ? '' : ` ${JSON.stringify(Principal)}`;
    if (typeof Action === 'string') return [{ what: `${Action}${who} (statement ${index})`, path }];
    return Action.map((action, at) => ({ what: action, path: [...path, 'Action', at] }));
  });
}

function variablesOf({ Environment }: Record<string, unknown>): Record<string, unknown> {
  return (Environment as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {};
}

/** The kinds of events of S3's notifications or of a rule, and EventBridge itself. */
function kindsOf(properties: Record<string, unknown>): Place[] {
  const { NotificationConfiguration: own, EventPattern: pattern } = properties as {
    NotificationConfiguration?: {
      QueueConfigurations?: { Events: string[] }[];
      EventBridgeConfiguration?: object;
    };
    EventPattern?: { 'detail-type': string[] };
  };
  const base = ['NotificationConfiguration', 'QueueConfigurations'];
  const notified = (own?.QueueConfigurations ?? []).map(({ Events }, index) => ({
    what: Events.join(),
    path: [...base, index],
  }));
  const bridged = own?.EventBridgeConfiguration
    ? [{ what: 'EventBridge', path: ['NotificationConfiguration', 'EventBridgeConfiguration'] }]
    : [];
  const ruled = (pattern?.['detail-type'] ?? []).map((type, index) => ({
    what: type,
    path: ['EventPattern', 'detail-type', index],
  }));
  return [...notified, ...bridged, ...ruled];
}

function remove(template: Template, path: Path): Template {
  const copy: Template = structuredClone(template);
  const last = path.at(-1)!;
  // biome-ignore lint/suspicious/noExplicitAny: a path through untyped JSON.
  const parent = path.slice(0, -1).reduce<any>((value, step) => value[step], copy);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return copy;
}
