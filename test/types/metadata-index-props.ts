/**
 * The construct's documented props must be the settings that config.ts parses. Nothing here runs: `tsc` is the test.
 */
import type { SettingsInput } from '../../infra/config.ts';
import type { BucketInput } from '../../infra/config-bucket.ts';
import type { MetadataIndexProps, ServedBucketProps } from '../../infra/metadata-index-props.ts';

/** A mapped copy, so that interfaces and type literals with the same fields compare as equal. */
type Plain<T> = T extends (infer Item)[]
  ? Plain<Item>[]
  : T extends object
    ? { [Key in keyof T]: Plain<T[Key]> }
    : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_proof: Same<Plain<A>, Plain<B>>): void => {};

same<Omit<MetadataIndexProps, 'buckets'>, Omit<SettingsInput, 'buckets'>>(true);
same<Omit<ServedBucketProps, 'bucket'>, Omit<BucketInput, 'bucket'>>(true);
