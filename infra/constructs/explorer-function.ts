/**
 * The explorer at `GET /`, for deployments that enable it: a function that contains the page and may only write logs.
 */
import { Duration, Stack, Token, Validations } from 'aws-cdk-lib';
import {
  type HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { EXPLORER_LOGIN_VARIABLE } from '../../shared/explorer-login.ts';
import { OBJECT_ORIGINS_VARIABLE } from '../../shared/object-origins.ts';
import type { Settings } from '../config.ts';
import { loginOf } from '../config-explorer.ts';
import { FunctionIntegration } from './function-integration.ts';
import type { ServedBucket } from './served-buckets.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

/** Enough, because the function only returns one text, which it reads when it starts. */
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

  /** Sets how the page's readers log in, if the deployment configures it. */
  setLogin({ explorer, authorizer }: Pick<Settings, 'explorer' | 'authorizer'>): void {
    const login = authorizer.type === 'jwt' ? loginOf(explorer, authorizer.issuer) : undefined;
    if (login !== undefined) this.setEnvironment(EXPLORER_LOGIN_VARIABLE, login);
  }

  /** Allows the page to show objects of the buckets that give download URLs. */
  setObjectOrigins(buckets: readonly ServedBucket[]): void {
    const origins = buckets.filter(({ settings }) => settings.downloads).map((it) => objectOrigin(this, it));
    if (origins.length > 0) this.setEnvironment(OBJECT_ORIGINS_VARIABLE, [...new Set(origins)].join(' '));
  }

  /** Adds the route of the page. */
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
        'The page contains no data, and its function has no permissions. The page calls the API with the token that its reader enters.',
    });
    return route;
  }
}

/**
 * The origin of the URLs that the SDK signs. A bucket name with dots does not match the certificate of
 * `*.s3.REGION.amazonaws.com`, so the SDK writes it into the path. It does the same with names that are not host
 * names.
 */
function objectOrigin(scope: Construct, { name, settings }: ServedBucket): string {
  const stack = Stack.of(scope);
  const host = `s3.${settings.region ?? stack.region}.${stack.urlSuffix}`;
  const isHostLabel = Token.isUnresolved(name) || /^[a-z0-9][a-z0-9-]*[a-z0-9]$/.test(name);
  return isHostLabel ? `https://${name}.${host}` : `https://${host}`;
}
