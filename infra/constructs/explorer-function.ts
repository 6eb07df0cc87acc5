/** The explorer at `GET /`, where a deployment asks for it: a function that holds the page and may do nothing but log. */
import { Duration, Validations } from 'aws-cdk-lib';
import {
  type HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { FunctionIntegration } from './function-integration.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

/** It gives away one text that is read at its start. */
const MEMORY_MB = 128;
const TIMEOUT = Duration.seconds(5);

export class ExplorerFunction extends ServiceFunction {
  constructor(
    scope: Construct,
    id: string,
    props: Omit<ServiceFunctionProps, 'module' | 'description' | 'timeout' | 'memoryMb'>,
  ) {
    super(scope, id, {
      ...props,
      module: 'explorer',
      description: 's3dex: serves the explorer page',
      memoryMb: MEMORY_MB,
      timeout: TIMEOUT,
    });
  }

  /** The route of the page. */
  serveAt(api: HttpApi): HttpRoute {
    const route = new HttpRoute(this, 'Page', {
      httpApi: api,
      routeKey: HttpRouteKey.with('/', HttpMethod.GET),
      integration: new FunctionIntegration('Explorer', api, this.fn),
      authorizer: new HttpNoneAuthorizer(),
    });
    Validations.of(route).acknowledge({
      id: 'AwsSolutions::AwsSolutions-APIG4',
      reason:
        'The page holds no data and its function may do nothing; what it shows it asks the API for, with the token its reader gives it.',
    });
    return route;
  }
}
