/** The parts of a template that may change while the functions run: permissions, routes, subscriptions. */
import { type Deliveries, readDeliveries } from './deliveries.ts';
import { type Gateway, readGateway } from './gateway.ts';
import { type Permissions, readPermissions } from './permissions.ts';
import type { Names } from './resolve.ts';
import type { Template } from './template.ts';

export interface Deployed {
  readonly permissions: Permissions;
  readonly gateway: Gateway;
  readonly deliveries: Deliveries;
  /** Uses the changed template from now on, and resets the records of what was used. */
  redeploy(changed: Template): void;
}

export function deploy(template: Template, names: Names): Deployed {
  let now = read(template, names);
  return {
    get permissions() {
      return now.permissions;
    },
    get gateway() {
      return now.gateway;
    },
    get deliveries() {
      return now.deliveries;
    },
    redeploy(changed) {
      now = read(changed, names);
    },
  };
}

function read(template: Template, names: Names) {
  const permissions = readPermissions(template, names);
  return {
    permissions,
    gateway: readGateway(template, names),
    deliveries: readDeliveries(template, names, permissions),
  };
}
