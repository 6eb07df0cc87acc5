/** Throttles of single routes: those that need no credentials, and those of which one request is worth a hundred others. */
import type { CfnRoute, CfnStage, HttpRoute, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { OperationId } from '../../contract/operations.ts';
import type { Settings } from '../config.ts';

/** Each as a share of the API's own throttle. */
export const THROTTLE_SHARES = {
  health: 0.02,
  explorer: 0.02,
  listMany: 0.1,
  statMany: 0.1,
  invalidate: 0.1,
} as const satisfies Partial<Record<OperationId | 'explorer', number>>;

/** Routes with a throttle of their own. */
export type ThrottledRoute = keyof typeof THROTTLE_SHARES;

export class RouteThrottles {
  private readonly stage: CfnStage;
  private readonly whole: Settings['throttle'];

  constructor(stage: HttpStage, whole: Settings['throttle']) {
    this.stage = stage.node.defaultChild as CfnStage;
    this.whole = whole;
  }

  /** Leaves routes alone that have no share of their own. */
  add(name: OperationId | 'explorer', route: HttpRoute): void {
    if (!isThrottled(name)) return;
    const { routeKey } = route.node.defaultChild as CfnRoute;
    const share = (limit: number) => Math.max(1, Math.round(limit * THROTTLE_SHARES[name]));
    // An untyped property, so CDK does not write its names as CloudFormation has them.
    const own = {
      ThrottlingRateLimit: share(this.whole.rateLimit),
      ThrottlingBurstLimit: share(this.whole.burstLimit),
    };
    this.stage.routeSettings = { ...this.stage.routeSettings, [routeKey]: own };
    // API Gateway refuses settings of a route that does not exist yet.
    this.stage.node.addDependency(route);
  }
}

function isThrottled(name: string): name is ThrottledRoute {
  return Object.hasOwn(THROTTLE_SHARES, name);
}
