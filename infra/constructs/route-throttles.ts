/**
 * Throttles for single routes: routes without credentials, and routes where one request can cost as much as a hundred
 * others.
 */
import type { CfnRoute, CfnStage, HttpRoute, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { OperationId } from '../../contract/operations.ts';
import type { Settings } from '../config.ts';

/** Each route's limit, as a share of the API's throttle. */
export const THROTTLE_SHARES = {
  health: 0.02,
  explorer: 0.02,
  listMany: 0.1,
  statMany: 0.1,
  invalidate: 0.1,
  fill: 0.02,
} as const satisfies Partial<Record<OperationId | 'explorer', number>>;

/** Routes with their own throttle. */
export type ThrottledRoute = keyof typeof THROTTLE_SHARES;

export class RouteThrottles {
  private readonly stage: CfnStage;
  private readonly whole: Settings['throttle'];

  constructor(stage: HttpStage, whole: Settings['throttle']) {
    this.stage = stage.node.defaultChild as CfnStage;
    this.whole = whole;
  }

  /** Adds the route's own throttle, if it has one. */
  add(name: OperationId | 'explorer', route: HttpRoute): void {
    if (!isThrottled(name)) return;
    const { routeKey } = route.node.defaultChild as CfnRoute;
    const share = (limit: number) => Math.max(1, Math.round(limit * THROTTLE_SHARES[name]));
    // The property is untyped, so CDK does not convert its names to CloudFormation's.
    const own = {
      ThrottlingRateLimit: share(this.whole.rateLimit),
      ThrottlingBurstLimit: share(this.whole.burstLimit),
    };
    this.stage.routeSettings = { ...this.stage.routeSettings, [routeKey]: own };
    // API Gateway rejects settings for a route that does not exist yet.
    this.stage.node.addDependency(route);
  }
}

function isThrottled(name: string): name is ThrottledRoute {
  return Object.hasOwn(THROTTLE_SHARES, name);
}
