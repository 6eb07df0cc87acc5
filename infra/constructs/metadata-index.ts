/**
 * The whole service as one construct, for your own stacks:
 *
 *     new MetadataIndex(this, 'Index', { buckets: ['photos', { bucket: logs, prefixes: ['2026/'] }] });
 */
import { Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ENV } from '../../lambdas/adapters/env.ts';
import { parseSettings, type Settings } from '../config.ts';
import { priceListOf } from '../config-prices.ts';
import type { MetadataIndexProps } from '../metadata-index-props.ts';
import { ServiceMetrics } from '../metrics.ts';
import { type CallerPolicyRequest, callerStatement } from '../policies.ts';
import { Alarms } from './alarms.ts';
import { CanaryFunction, type CanaryFunctionProps } from './canary-function.ts';
import { ChangeFeed } from './change-feed.ts';
import { ExplorerFunction } from './explorer-function.ts';
import { FillWorkers } from './fill-workers.ts';
import { IndexApi } from './http-api.ts';
import { IndexTable } from './index-table.ts';
import { InvalidationFunction } from './invalidation-function.ts';
import { ListingFunction } from './listing-function.ts';
import { Monitoring } from './monitoring.ts';
import { ServedBuckets } from './served-buckets.ts';
import type { ServiceFunction } from './service-function.ts';

export type {
  ExplorerLoginProps,
  FeedProps,
  FillProps,
  FunctionProps,
  IamAuthorizerProps,
  JwtAuthorizerProps,
  ListingFunctionProps,
  MetadataIndexProps,
  PricesProps,
  ServedBucketProps,
  TreeProps,
  ViewProps,
} from '../metadata-index-props.ts';

/** What all functions have in common. */
type Common = ReturnType<typeof commonOf>;

/** What the workers of fills are bound to. */
interface FillParts {
  table: IndexTable;
  buckets: ServedBuckets;
  feed: ChangeFeed;
  listing: ListingFunction;
}

function commonOf(settings: Settings, alarms: Alarms) {
  const { tracing, logRetentionDays } = settings;
  const removalPolicy = settings.removalPolicy === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  return { alarms, tracing, logRetentionDays, removalPolicy };
}

export class MetadataIndex extends Construct {
  /** Base URL of the API, without `/v1`. */
  readonly url: string;
  /** The API's ARN, for the policies of callers: `<apiArn>/$default/<method>/v1/...`. */
  readonly apiArn: string;
  readonly table: IndexTable['table'];
  readonly queue: ChangeFeed['queue'];
  readonly deadLetters: ChangeFeed['deadLetters'];
  /** Absent if there are no workers of fills. */
  readonly fillDeadLetters: ChangeFeed['deadLetters'] | undefined;
  readonly logGroups: {
    listing: ILogGroup;
    invalidation: ILogGroup;
    /** Absent if there are no workers of fills. */
    fill?: ILogGroup | undefined;
    /** Absent if the API has no access log. */
    access?: ILogGroup | undefined;
  };
  readonly alarms: Alarms['all'];
  readonly dashboardName: string;
  private readonly settings: Settings;

  constructor(scope: Construct, id: string, props: MetadataIndexProps) {
    super(scope, id);
    const settings = parseSettings(props, this.node.path);
    const deployment = Names.uniqueResourceName(this, { maxLength: 64, separator: '-' });
    const prices = settings.prices && priceListOf(settings.prices);
    const alarms = new Alarms(settings.alarmTopicArn);
    const common = commonOf(settings, alarms);
    const { removalPolicy } = common;
    const table = new IndexTable(this, 'Table', { ceilings: settings.table, removalPolicy });
    const listing = new ListingFunction(this, 'Listing', { ...common, ...settings.listing });
    const invalidation = new InvalidationFunction(this, 'Invalidation', {
      ...common,
      ...settings.invalidation,
    });
    const buckets = new ServedBuckets(this, 'Buckets', settings.buckets, settings.views);
    const nameDeployment = (fn: ServiceFunction) => {
      fn.setEnvironment(ENV.deployment, deployment);
      if (prices) fn.setEnvironment(ENV.prices, JSON.stringify(prices));
    };
    for (const fn of [listing, invalidation]) nameDeployment(fn);
    table.bindListing(listing);
    table.bindInvalidation(invalidation);
    buckets.bindInvalidation(invalidation);
    const changes = { buckets: buckets.all, feed: settings.feed, invalidation, alarms };
    const feed = new ChangeFeed(this, 'Changes', changes);
    buckets.bindListing(listing, feed.subscriptions);
    // The function that writes marks gets new settings first, so that nothing is cached before its events can arrive.
    listing.fn.node.addDependency(...feed.delivery);
    const fills = this.addFills(settings, common, { table, buckets, feed, listing });
    if (fills) nameDeployment(fills.worker);
    feed.switchAfter(fills ? [listing.fn, fills.worker.fn] : [listing.fn]);
    const metrics = new ServiceMetrics(deployment, prices);
    const { authorizer, accessLog, throttle, cors } = settings;
    const http = { ...common, authorizer, accessLog, throttle, cors, metrics, handler: listing.target };
    const { api, accessLogs, throttles } = new IndexApi(this, 'Http', http);
    if (settings.explorer)
      throttles.add('explorer', this.addExplorer(settings, common, buckets).serveAt(api));
    nameCallerPrefixes(listing, settings.authorizer);
    const apiArn = Stack.of(this).formatArn({ service: 'execute-api', resource: api.apiId });
    if (settings.canary) {
      const { queue } = feed;
      this.addCanary({ ...common, apiArn, queue, metrics, url: api.apiEndpoint, buckets: buckets.all });
    }
    const monitoring = new Monitoring(this, 'Monitoring', {
      ...{ alarms, api, listing, invalidation, feed, metrics },
      fills: fills !== undefined,
      canary: settings.canary,
      s3DollarsAnHour: settings.alarmS3DollarsAnHour,
    });
    this.settings = settings;
    this.url = api.apiEndpoint;
    this.apiArn = apiArn;
    this.table = table.table;
    this.queue = feed.queue;
    this.deadLetters = feed.deadLetters;
    this.fillDeadLetters = fills?.deadLetters;
    this.logGroups = {
      listing: listing.logGroup,
      invalidation: invalidation.logGroup,
      fill: fills?.worker.logGroup,
      access: accessLogs,
    };
    this.alarms = alarms.all;
    this.dashboardName = monitoring.dashboardName;
  }

  private addExplorer(settings: Settings, common: Common, buckets: ServedBuckets): ExplorerFunction {
    const explorer = new ExplorerFunction(this, 'Explorer', common);
    explorer.setLogin(settings);
    explorer.setObjectOrigins(buckets.all);
    return explorer;
  }

  /** The canary checks the buckets of this account. */
  private addCanary({ buckets, ...props }: CanaryFunctionProps): void {
    const own = buckets.filter((it) => it.settings.account === undefined);
    new CanaryFunction(this, 'Canary', { ...props, buckets: own });
  }

  private addFills(
    { fills: settings }: Settings,
    common: Common,
    { table, buckets, feed, listing }: FillParts,
  ): FillWorkers | undefined {
    if (settings === false) return undefined;
    const fills = new FillWorkers(this, 'Fills', { ...common, delivery: feed.delivery, settings });
    table.bindFill(fills.worker);
    buckets.bindFill(fills.worker, feed.subscriptions);
    fills.bindSender(listing);
    return fills;
  }

  /** Allows reading, in the given buckets or in all. Only with the IAM authorizer. */
  grantRead(grantee: IGrantable, buckets?: string[]): void {
    this.grantInvoke(grantee, 'reader', buckets);
  }

  /** Allows what a reader may do, and the operator's operations: invalidate, inspect, stats, and fills. */
  grantOperate(grantee: IGrantable, buckets?: string[]): void {
    this.grantInvoke(grantee, 'operator', buckets);
  }

  /** Allows getting URLs of objects, in the given buckets or in all that have `downloads`, and nothing else. */
  grantDownload(grantee: IGrantable, buckets?: string[]): void {
    this.grantInvoke(grantee, 'downloader', buckets);
  }

  private grantInvoke(
    grantee: IGrantable,
    rank: CallerPolicyRequest['rank'],
    buckets: string[] | undefined,
  ): void {
    if (this.settings.authorizer.type !== 'iam') {
      throw new Error(
        `${this.node.path} uses JWT authorization: give the caller a scope instead of a permission`,
      );
    }
    const { Action, Resource } = callerStatement({
      apiArn: this.apiArn,
      rank,
      buckets,
    });
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: Action, resources: Resource }),
    );
  }
}

/** Sets the prefixes to which the function restricts each caller by the claims of its token. */
function nameCallerPrefixes(listing: ListingFunction, authorizer: Settings['authorizer']): void {
  if (authorizer.type !== 'jwt' || authorizer.callerPrefixes === undefined) return;
  listing.setEnvironment(ENV.callerPrefixes, JSON.stringify(authorizer.callerPrefixes));
}
