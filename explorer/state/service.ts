/** The typed client, which also notes the freshness of each answer. */
import { signal } from '@preact/signals';
import type { Client, Fresh } from '../../contract/client.ts';
import { NO_NOTES, type Notes, type Question, withNote } from '../model/notes.ts';

export interface Service
  extends Pick<
    Client,
    'list' | 'listMany' | 'stat' | 'usage' | 'inspect' | 'stats' | 'buckets' | 'invalidate' | 'download'
  > {
  readonly notes: { readonly value: Notes };
}

export function noteAnswers(client: Client): Service {
  const notes = signal(NO_NOTES);
  const noted = async <T extends Fresh<object>>(question: Question, about: string, answer: Promise<T>) => {
    const given = await answer;
    notes.value = withNote(notes.value, { question, about, freshness: given.freshness });
    return given;
  };
  return {
    notes,
    list: (bucket, prefix = '', options) =>
      noted('list', `${bucket}/${prefix}`, client.list(bucket, prefix, options)),
    stat: (bucket, key, options) => noted('stat', `${bucket}/${key}`, client.stat(bucket, key, options)),
    usage: (bucket, prefix = '', options) =>
      noted('usage', `${bucket}/${prefix}`, client.usage(bucket, prefix, options)),
    listMany: client.listMany,
    inspect: client.inspect,
    stats: client.stats,
    buckets: client.buckets,
    invalidate: client.invalidate,
    download: client.download,
  };
}
