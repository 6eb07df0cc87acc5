/** The HTTP API: routes and ranks from the contract, authorizer, access logs, throttling. */
import { Fn, Names, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type Rank, ROUTES } from '../../contract/operations.ts';
import { METRIC_NAMESPACE } from '../../lambdas/adapters/metric-names.ts';
import { accessLogFormat } from '../access-log.ts';
import type { Settings } from '../config.ts';
import { corsOf, fallbackRoutes } from '../cors.ts';
import { type ServiceMetrics, shareOfMany } from '../metrics.ts';
import { ALARM_PERIOD, type Alarms } from './alarms.ts';
import { FunctionIntegration } from './function-integration.ts';
import { RouteThrottles } from './route-throttles.ts';

/** With little memory, a LIST of 1,000 keys alone takes up to 2 s. More than three seconds indicate a problem. */
const SLOW_ANSWER_MS = 3_000;
/** The throttle exists for short bursts above the limit. If they last for minutes, callers get no answers. */
const THROTTLED_A_MINUTE = 10;
/** The alarm goes off above this percentage of 5xx answers. */
const SERVER_ERROR_PERCENT = 1;

export interface IndexApiProps {
  /** The function that answers every route. */
  handler: IFunction;
  authorizer: Settings['authorizer'];
  throttle: Settings['throttle'];
  cors?: Settings['cors'];
  accessLog: boolean;
  logRetentionDays: number;
  removalPolicy: RemovalPolicy;
  alarms: Alarms;
  metrics: ServiceMetrics;
}

export class IndexApi extends Construct {
  readonly api: HttpApi;
  /** Absent without the access log. */
  readonly accessLogs: LogGroup | undefined;
  /** For routes that other constructs add. */
  readonly throttles: RouteThrottles;

  constructor(scope: Construct, id: string, props: IndexApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: nameOf(this),
      description: 's3dex: the HTTP API',
      createDefaultStage: false,
      corsPreflight: props.cors && corsOf(props.cors),
    });
    this.accessLogs = props.accessLog ? this.addAccessLogs(props) : undefined;
    this.throttles = new RouteThrottles(this.addStage(props), props.throttle);
    this.addRoutes(props);
    this.watch(props);
  }

  private addAccessLogs(props: IndexApiProps): LogGroup {
    const logGroup = new LogGroup(this, 'AccessLogs', {
      // The name matters: with /aws/vendedlogs/, log delivery does not enlarge the account's log resource policy. It
      // contains the stack's ID, because otherwise a group that was kept (`retain`) would block the next deployment
      // under the same stack name.
      logGroupName: `/aws/vendedlogs/s3dex/${nameOf(this)}-${Fn.select(2, Fn.split('/', Stack.of(this).stackId))}`,
      retention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    this.watchThrottling(logGroup, props.alarms);
    return logGroup;
  }

  private addStage({ throttle }: IndexApiProps): HttpStage {
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle,
      accessLogSettings: this.accessLogs && {
        destination: new LogGroupLogDestination(this.accessLogs),
        format: AccessLogFormat.custom(accessLogFormat()),
      },
    });
    if (!this.accessLogs) {
      Validations.of(stage).acknowledge({
        id: 'AwsSolutions::AwsSolutions-APIG1',
        reason:
          'The deployment turns the access log off (`accessLog`), because it is billed with every request.',
      });
    }
    return stage;
  }

  /** The API's own metrics do not separate 429 from other 4xx. Only its log does. */
  private watchThrottling(accessLogs: LogGroup, alarms: Alarms): void {
    const throttled = accessLogs.addMetricFilter('Throttled', {
      filterPattern: FilterPattern.stringValue('$.status', '=', '429'),
      metricNamespace: METRIC_NAMESPACE,
      metricName: `CallersThrottled-${nameOf(this)}`,
      metricValue: '1',
    });
    alarms.add(this, 'CallersThrottled', {
      metric: throttled.metric({ period: ALARM_PERIOD, statistic: Stats.SUM }),
      threshold: THROTTLED_A_MINUTE,
      breaching: 3,
      minutes: 5,
      reason: 'Callers get 429: they send more requests than the throttle allows.',
      runbook: 'callers-throttled',
    });
  }

  private addRoutes(props: IndexApiProps): void {
    const integration = new FunctionIntegration('Listing', this.api, props.handler);
    const { authorizer, scopes } = authorizerOf(props.authorizer);
    for (const { method, path, rank, operation } of ROUTES) {
      const id = `${operation}${method === 'HEAD' ? 'Head' : ''}`;
      const routeKey = HttpRouteKey.with(path, method as HttpMethod);
      if (rank === 'public') {
        const route = new HttpRoute(this, id, {
          httpApi: this.api,
          routeKey,
          integration,
          authorizer: new HttpNoneAuthorizer(),
        });
        this.throttles.add(operation, route);
        Validations.of(route).acknowledge({
          id: 'AwsSolutions::AwsSolutions-APIG4',
          reason: 'Health checks have no credentials, and the answer contains no internal data.',
        });
        continue;
      }
      const given = { httpApi: this.api, routeKey, integration, authorizer, ...scopes(rank) };
      this.throttles.add(operation, new HttpRoute(this, id, given));
    }
    // All other requests get the service's own 404 or 405 instead of the gateway's, but only with credentials.
    for (const [id, routeKey] of fallbackRoutes(props.cors)) {
      new HttpRoute(this, id, {
        httpApi: this.api,
        routeKey,
        integration,
        authorizer,
        ...scopes('reader'),
      });
    }
  }

  private watch({ alarms, metrics }: IndexApiProps): void {
    alarms.add(this, 'SlowAnswers', {
      metric: this.api.metricLatency({ period: ALARM_PERIOD, statistic: Stats.p(99) }),
      threshold: SLOW_ANSWER_MS,
      breaching: 3,
      minutes: 5,
      reason: `More than one answer in a hundred takes longer than ${SLOW_ANSWER_MS} ms.`,
      ignoreFewSamples: true,
      runbook: 'slow-answers',
    });
    const usingMetrics = {
      failed: this.api.metricServerError({ period: ALARM_PERIOD, statistic: Stats.SUM }),
      declined: metrics.counted('declined', ALARM_PERIOD),
      all: this.api.metricCount({ period: ALARM_PERIOD }),
    };
    alarms.add(this, 'ServerErrors', {
      metric: new MathExpression({
        expression: shareOfMany('(failed - FILL(declined, 0))', 'all'),
        label: '5xx answers without only-if-cached and incomplete, percent',
        period: ALARM_PERIOD,
        usingMetrics,
      }),
      threshold: SERVER_ERROR_PERCENT,
      breaching: 3,
      minutes: 5,
      reason: `More than ${SERVER_ERROR_PERCENT} % of the answers are 5xx: S3 denies access or fails, the index does not answer, or the function fails. Answers only-if-cached and incomplete do not count.`,
      runbook: 'errors',
    });
  }
}

/** A name made of the stack's name and the construct's path in it, such as `s3dex-Index-Http-079B8912`. */
function nameOf(scope: Construct): string {
  return Names.uniqueResourceName(scope, { maxLength: 64, separator: '-' });
}

/** The authorizer of all routes except the public ones, and the scopes that routes of each rank require. */
function authorizerOf(settings: Settings['authorizer']) {
  if (settings.type === 'iam') {
    return { authorizer: new HttpIamAuthorizer() as IHttpRouteAuthorizer, scopes: () => ({}) };
  }
  const { issuer, audience, scopes: names } = settings;
  const byRank: Record<Exclude<Rank, 'public'>, string[]> = {
    // One of the route's scopes is enough (HTTP API developer guide, http-api-jwt-authorizer).
    reader: [names.reader, names.operator],
    operator: [names.operator],
    // A downloader needs another scope for anything else.
    downloader: [names.downloader],
  };
  return {
    authorizer: new HttpJwtAuthorizer('Jwt', issuer, { jwtAudience: audience }) as IHttpRouteAuthorizer,
    scopes: (rank: Exclude<Rank, 'public'>) => ({ authorizationScopes: byRank[rank] }),
  };
}
