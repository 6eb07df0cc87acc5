/** Why the place cannot be shown, and what the reader can do about it. */
import type { S3dexError } from '../../contract/client/error.ts';
import { formatCount } from '../model/format.ts';
import { useExplorer } from './context.ts';
import { LoginBanner } from './login-banner.tsx';

export function Trouble() {
  const explorer = useExplorer();
  const directory = explorer.directory.value;
  const phase = directory?.phase.value;
  const buckets = explorer.buckets.answer.value;
  if (phase?.state === 'failed') {
    const held = directory?.entries.value.length ?? 0;
    return <Banner error={phase.error} held={held} retry={() => directory?.retry()} />;
  }
  // The token expired while the page was following changes.
  if (directory?.trouble.value?.code === 'unauthorized') return <LoginBanner />;
  const order = explorer.arranged.serviceOrder.value?.phase.value;
  if (order?.state === 'failed')
    return <Banner error={order.error} held={0} retry={() => explorer.where.adjust({})} />;
  if (directory === undefined && buckets.state === 'failed')
    return <Banner error={buckets.error} held={0} retry={() => void explorer.buckets.ask()} />;
  return null;
}

function Banner({ error, held, retry }: { error: S3dexError; held: number; retry: () => void }) {
  if (error.code === 'unauthorized') return <LoginBanner />;
  return (
    <div class="banner" role="alert">
      <p>
        <b>{TITLES[error.code] ?? 'The service could not answer'}.</b> {error.detail}
        {held > 0 && ` (${formatCount(held)} entries were read)`}
      </p>
      {error.code === 'no-such-bucket' && <a href="#/">All buckets</a>}
      <button type="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

const TITLES: Partial<Record<S3dexError['code'], string>> = {
  'no-such-bucket': 'This service does not serve this bucket',
  forbidden: 'This service does not serve this prefix',
  unreachable: 'The service cannot be reached',
  timeout: 'The service did not answer in time',
  unavailable: 'The service cannot answer now',
};
