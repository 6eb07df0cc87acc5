/**
 * Downloads an object, or shows it: pictures, films and sound in elements that run no scripts, and texts as text. The
 * contents of an object are never part of the page's document.
 */
import type { ObjectStat } from '../../contract/client.ts';
import { formatBytes } from '../model/format.ts';
import { isArchived, type PreviewKind, previewOf, TEXT_BYTES } from '../model/preview.ts';
import { visibleName } from '../model/visible-name.ts';
import type { ObjectPreview } from '../state/preview.ts';
import { useExplorer } from './context.ts';
import { startDownload } from './download.ts';
import { togglePreview } from './toggle-preview.ts';

export interface PreviewProps {
  bucket: string;
  object: ObjectStat;
  preview: ObjectPreview;
}

export function PreviewOf({ bucket, object, preview }: PreviewProps) {
  const explorer = useExplorer();
  if (isArchived(object)) return <p class="muted">Archived: S3 must restore it before it can be read.</p>;
  const kind = previewOf(object);
  const isOpen = preview.preview.value.state !== 'closed';
  return (
    <div class="preview">
      <p class="actions">
        {kind !== undefined && (
          <button type="button" aria-expanded={isOpen} onClick={() => togglePreview(explorer)}>
            {isOpen ? 'Hide preview' : 'Preview'}
          </button>
        )}
        <button type="button" onClick={() => startDownload(explorer, { bucket, key: object.key })}>
          Download
        </button>
      </p>
      {kind !== undefined && <Shown kind={kind} name={object.name} preview={preview} />}
    </div>
  );
}

function Shown({ kind, name, preview }: { kind: PreviewKind; name: string; preview: ObjectPreview }) {
  const shown = preview.preview.value;
  const onError = () => void preview.onMediaError(kind);
  if (shown.state === 'closed') return null;
  if (shown.state === 'asking') return <p class="muted">Loading …</p>;
  if (shown.state === 'failed') return <p class="bad">{shown.detail}</p>;
  if (shown.state === 'text')
    return (
      <>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must be able to reach it (axe) */}
        <section tabIndex={0} aria-label={`The text of ${visibleName(name)}`}>
          <pre>{shown.text}</pre>
        </section>
        {shown.isCut && <p class="muted">The first {formatBytes(TEXT_BYTES)}.</p>}
      </>
    );
  if (shown.kind === 'picture')
    return <img src={shown.url} alt={visibleName(name)} referrerpolicy="no-referrer" onError={onError} />;
  // biome-ignore-start lint/a11y/useMediaCaption: the objects of a bucket have no captions
  return shown.kind === 'film' ? (
    <video src={shown.url} controls preload="metadata" aria-label={visibleName(name)} onError={onError} />
  ) : (
    <audio src={shown.url} controls preload="metadata" aria-label={visibleName(name)} onError={onError} />
  );
  // biome-ignore-end lint/a11y/useMediaCaption: the objects of a bucket have no captions
}
