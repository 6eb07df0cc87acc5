/** One integration and one permission for all routes of the API. */
import { Stack } from 'aws-cdk-lib';
import {
  type HttpApi,
  HttpIntegrationType,
  HttpRouteIntegration,
  type HttpRouteIntegrationConfig,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

/**
 * CDK's HttpLambdaIntegration adds either a permission for each route (although that of `$default` covers the others),
 * or one permission for ARNs with three segments. The latter does not include the `$default`
 * route (`api/stage/$default`).
 */
export class FunctionIntegration extends HttpRouteIntegration {
  private readonly fn: IFunction;

  constructor(id: string, api: HttpApi, fn: IFunction) {
    super(id);
    this.fn = fn;
    fn.addPermission('Api', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(api).formatArn({
        service: 'execute-api',
        resource: api.apiId,
        resourceName: '*/*',
      }),
    });
  }

  override bind(): HttpRouteIntegrationConfig {
    return {
      type: HttpIntegrationType.AWS_PROXY,
      uri: this.fn.functionArn,
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
    };
  }
}
