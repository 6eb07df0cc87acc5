/** Accepts findings of cdk-nag, each next to its resource and with the reason. */
import { Stack, Token, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Accepts a resource ARN that ends in `*`, because the resources cannot be listed in advance. */
export function acknowledgeWildcard(scope: IConstruct, arn: string, reason: string): void {
  const finding = `AwsSolutions::AwsSolutions-IAM5[Resource::${flat(Stack.of(scope).resolve(arn))}]`;
  Validations.of(scope).acknowledge({ id: finding, reason });
}

/**
 * Accepts the role of CDK's own function behind `Custom::S3BucketNotifications`. A stack has at most one such
 * function.
 */
export function acknowledgeNotificationsHandler(scope: IConstruct): void {
  const handler = Stack.of(scope).node.children.find((it) =>
    it.node.id.startsWith('BucketNotificationsHandler'),
  );
  if (!handler) return;
  Validations.of(handler).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
    reason:
      'CDK creates the handler that adds notifications to a bucket, with this policy for its own logs. It runs only during deployments.',
  });
}

/** Converts an ARN to the format in which cdk-nag writes values that are known only at deployment: `<Table.Arn>`. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll('${', '<').replaceAll('}', '>').replace(/\s/g, '-');
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return '';
  const [[kind, content] = ['', '']] = Object.entries(value);
  if (kind === 'Ref') return `<${content}>`;
  if (kind === 'Fn::GetAtt') return `<${(content as string[]).join('.')}>`;
  if (kind === 'Fn::Join') return (content as [string, unknown[]])[1].map(flat).join('');
  return '';
}
