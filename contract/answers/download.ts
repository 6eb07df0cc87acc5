/** Where an object can be read from S3. */
import * as z from 'zod/mini';
import { text, time } from './fields.ts';

export const downloadAnswer = z
  .strictObject({
    url: text(
      "A presigned URL of S3. Anyone with this URL can GET the object, also in ranges, until it expires. S3 sends the object as an attachment with the key's last segment as its file name.",
      ['https://demo.s3.us-east-1.amazonaws.com/photos/cat.jpg?X-Amz-Signature=...'],
    ),
    expiresAt: time(
      'When S3 stops accepting the URL: 15 minutes after the request, or earlier if the credentials of the service end.',
    ),
  })
  .check(z.meta({ id: 'DownloadAnswer' }));

export type DownloadAnswer = z.output<typeof downloadAnswer>;
