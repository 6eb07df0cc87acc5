import { Construct } from 'constructs';
export class Monitoring extends Construct {
  readonly dashboardName = 'x';
  constructor(scope: Construct, id: string, _props: object) {
    super(scope, id);
  }
}
