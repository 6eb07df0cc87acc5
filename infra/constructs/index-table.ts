/** The index's one table, with the same schema as the adapter, and the permissions of each function. */
import type { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PARTITION_KEY, SORT_KEY, TTL_ATTRIBUTE } from '../../lambdas/adapters/dynamodb/schema.ts';
import { ENV } from '../../lambdas/adapters/env.ts';
import type { Settings } from '../config.ts';
import type { ServiceFunction } from './service-function.ts';

/**
 * Calls of the listing function: it reads pages and records, extends watches, and writes and replaces observations.
 */
const LISTING_ACTIONS = [
  'dynamodb:BatchGetItem',
  'dynamodb:DeleteItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
];
/**
 * Calls of the invalidation function: it reads heads, pages and records, and writes marks. It never creates or
 * deletes a page.
 */
const INVALIDATION_ACTIONS = [
  'dynamodb:BatchGetItem',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
];

/** The fill function writes pages and its own jobs. It reads only the heads that it extends, one at a time. */
const FILL_ACTIONS = [
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
];

export interface IndexTableProps {
  ceilings: Settings['table'];
  removalPolicy: RemovalPolicy;
}

export class IndexTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, props: IndexTableProps) {
    super(scope, id);
    // No point-in-time recovery: every item is an observation of S3, which is made again when it is missing. A table
    // restored from an hour ago would contain only expired observations.
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: PARTITION_KEY, type: AttributeType.STRING },
      sortKey: { name: SORT_KEY, type: AttributeType.STRING },
      timeToLiveAttribute: TTL_ATTRIBUTE,
      billing: Billing.onDemand({
        maxReadRequestUnits: props.ceilings.maxReadUnits,
        maxWriteRequestUnits: props.ceilings.maxWriteUnits,
      }),
      removalPolicy: props.removalPolicy,
    });
  }

  /** Sets the table's name and the permission together. */
  bindListing(fn: ServiceFunction): void {
    this.bind(fn, LISTING_ACTIONS);
  }

  bindInvalidation(fn: ServiceFunction): void {
    this.bind(fn, INVALIDATION_ACTIONS);
  }

  bindFill(fn: ServiceFunction): void {
    this.bind(fn, FILL_ACTIONS);
  }

  private bind(fn: ServiceFunction, actions: string[]): void {
    fn.setEnvironment(ENV.table, this.table.tableName);
    fn.allow(new PolicyStatement({ actions, resources: [this.table.tableArn] }));
  }
}
