/** Findings of cdk-nag that are looked at and accepted, each beside its resource and with its reason. */
import { Stack, Token, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A resource ARN that ends in `*` because what it names cannot be listed beforehand. */
export function acknowledgeWildcard(scope: IConstruct, arn: string, reason: string): void {
  const finding = `AwsSolutions::AwsSolutions-IAM5[Resource::${flat(Stack.of(scope).resolve(arn))}]`;
  Validations.of(scope).acknowledge({ id: finding, reason });
}

/** CDK's own function behind `Custom::S3BucketNotifications`, of which a stack has at most one. */
export function acknowledgeNotificationsHandler(scope: IConstruct): void {
  const handler = Stack.of(scope).node.children.find((it) =>
    it.node.id.startsWith('BucketNotificationsHandler'),
  );
  if (!handler) return;
  Validations.of(handler).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
    reason:
      'The handler that adds notifications to a bucket is made by CDK with this policy for its own logs; it runs only during deployments.',
  });
}

/** As cdk-nag writes what is only known at deployment: `<Table.Arn>`. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll('${', '<').replaceAll('}', '>').replace(/\s/g, '-');
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return '';
  const [[kind, content] = ['', '']] = Object.entries(value);
  if (kind === 'Ref') return `<${content}>`;
  if (kind === 'Fn::GetAtt') return `<${(content as string[]).join('.')}>`;
  if (kind === 'Fn::Join') return (content as [string, unknown[]])[1].map(flat).join('');
  return '';
}
