/** Shows or hides the preview of the object whose details are open. */
import { isArchived, previewOf } from '../model/preview.ts';
import type { Explorer } from '../state/explorer.ts';

export function togglePreview(explorer: Explorer): void {
  const open = explorer.details.peek();
  const details = open?.details.peek();
  if (!open || details?.state !== 'there' || !explorer.mayDownload.peek()) return;
  const kind = isArchived(details.object) ? undefined : previewOf(details.object);
  if (open.preview.preview.peek().state !== 'closed') open.preview.close();
  else if (kind !== undefined) void open.preview.open(kind);
}
