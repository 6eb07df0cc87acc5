/** Converts the table of the template to the input of CreateTable. */
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { resourcesOf, type Template } from './template.ts';

const tableSchema = z.object({
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.literal(true) }),
});

export interface TemplateTable {
  logicalId: string;
  ttlAttribute: string;
  input: CreateTableCommandInput;
}

export function readTable(template: Template): TemplateTable {
  const [found, ...more] = resourcesOf(template, 'AWS::DynamoDB::GlobalTable');
  if (found === undefined || more.length > 0) throw new Error('the template must have exactly one table');
  const [logicalId, { Properties }] = found;
  const { TimeToLiveSpecification, ...input } = tableSchema.parse(Properties);
  return {
    logicalId,
    ttlAttribute: TimeToLiveSpecification.AttributeName,
    input: { TableName: logicalId, ...input },
  };
}
