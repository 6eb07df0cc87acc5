/** Everything S3 knows about one object. */
import { useSignal } from '@preact/signals';
import type { Fresh, ObjectStat } from '../../contract/client.ts';
import { formatBytes, formatCalls, formatMoment } from '../model/format.ts';
import { visibleName } from '../model/visible-name.ts';
import { Chip } from './chip.tsx';
import { useExplorer } from './context.ts';
import { PreviewOf } from './preview.tsx';

const KIB = 1024;
/** How long the button shows "Copied". */
const COPIED_SHOWN_MS = 1_500;

export function DetailsCard() {
  const explorer = useExplorer();
  const open = explorer.details.value;
  if (open === undefined) return null;
  const details = open.details.value;
  const name = open.key.slice(open.key.lastIndexOf('/') + 1);
  return (
    <section class="card details" aria-labelledby="details-title">
      <h2 id="details-title">
        <bdi>{visibleName(name)}</bdi>
        {details.state === 'there' && <Chip freshness={details.object.freshness} />}
        <button
          type="button"
          class="plain close"
          aria-label="Close the details"
          onClick={() => explorer.where.adjust({ object: undefined })}
        >
          &times;
        </button>
      </h2>
      {details.state === 'asking' && <p class="muted">Loading …</p>}
      {details.state === 'gone' && <p class="lead">There is no such object.</p>}
      {details.state === 'failed' && <p class="lead bad">{details.detail}</p>}
      {details.state === 'there' && explorer.mayDownload.value && (
        <PreviewOf bucket={open.bucket} object={details.object} preview={open.preview} />
      )}
      {details.state === 'there' && <Facts object={details.object} />}
      <CopyUri uri={`s3://${open.bucket}/${open.key}`} key={open.key} />
    </section>
  );
}

function Facts({ object }: { object: Fresh<ObjectStat> }) {
  const { metadata = {}, checksums = {} } = object;
  const facts: [title: string, value: string | undefined][] = [
    ['Size', sizeText(object.size)],
    ['Modified', object.lastModified && formatMoment(object.lastModified)],
    ['Content type', object.contentType],
    ['ETag', object.etag],
    ['Storage class', object.storageClass],
    ['Content encoding', object.contentEncoding],
    ['Cache control', object.cacheControl],
    ['Content disposition', object.contentDisposition],
    ['Content language', object.contentLanguage],
    ['Expires', object.expires],
    ['Version', object.versionId],
    ['Restore', object.restore],
    ...Object.entries(checksums).map(([name, value]): [string, string] => [name, value]),
    ...Object.entries(metadata).map(([name, value]): [string, string] => [`x-amz-meta-${name}`, value]),
  ];
  return (
    <dl class="facts">
      {facts.map(
        ([title, value]) =>
          value !== undefined && (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function sizeText(bytes: number): string {
  const exact = formatCalls(bytes, 'byte');
  return bytes < KIB ? exact : `${formatBytes(bytes)} (${exact})`;
}

function CopyUri({ uri }: { uri: string }) {
  const copied = useSignal(false);
  const copy = async () => {
    // If the browser refuses, the text can still be selected and copied by hand.
    await navigator.clipboard.writeText(uri).then(
      () => {
        copied.value = true;
        setTimeout(() => (copied.value = false), COPIED_SHOWN_MS);
      },
      () => {},
    );
  };
  return (
    <p class="uri">
      <code>{uri}</code>
      <button type="button" onClick={copy}>
        {copied.value ? 'Copied' : 'Copy'}
      </button>
    </p>
  );
}
