import { openS3Store } from '../../contract/object-store/open.ts';
import { objectStoreSuite } from '../../contract/object-store/suite.ts';
import { startRgw } from '../../support/rgw.ts';

objectStoreSuite('Ceph RGW', async () => {
  const rgw = await startRgw();
  return openS3Store(rgw, () => rgw.stop());
});
