/** Requests that carry their signature in the query: made by one program, sent by another. */

const OF_V4 =
  /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256)$/i;
const OF_V2 = new Set(['AWSAccessKeyId', 'Signature', 'Expires']);

export function isPresigned(query: ReadonlyMap<string, string>): boolean {
  return query.has('X-Amz-Signature') || (query.has('Signature') && query.has('AWSAccessKeyId'));
}

/** The question alone. */
export function withoutPresignature(query: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...query].filter(([name]) => !OF_V4.test(name) && !OF_V2.has(name)));
}

/** Epoch ms after which it is good no more; undefined: it does not say, or nonsense. */
export function presignedUntil(query: ReadonlyMap<string, string>): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '') ?? [];
  if (year !== undefined) {
    const from = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    return from + Number(query.get('X-Amz-Expires') ?? Number.NaN) * 1000;
  }
  const seconds = query.get('Expires');
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
