/** The listing function: answers the API from the index, and asks S3 for what the index does not know. */
import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { MAX_REQUEST_BUDGET_MS } from '../../lambdas/adapters/env.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

/** More than the longest request budget, and less than the 30 s after which API Gateway gives up. */
const TIMEOUT = Duration.seconds(Math.ceil(MAX_REQUEST_BUDGET_MS / 1000) + 1);

export interface ListingFunctionProps
  extends Omit<ServiceFunctionProps, 'module' | 'description' | 'timeout'> {
  provisionedConcurrency?: number | undefined;
}

export class ListingFunction extends ServiceFunction {
  /** What the API calls: the function, or its alias with provisioned instances. */
  readonly target: IFunction;

  constructor(scope: Construct, id: string, props: ListingFunctionProps) {
    const { provisionedConcurrency, ...rest } = props;
    super(scope, id, {
      ...rest,
      module: 'listing',
      description: 's3dex: answers the HTTP API',
      timeout: TIMEOUT,
    });
    this.target =
      provisionedConcurrency === undefined
        ? this.fn
        : this.fn.addAlias('warm', { provisionedConcurrentExecutions: provisionedConcurrency });
  }
}
