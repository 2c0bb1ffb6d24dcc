import type { BucketOptions } from '../blobs/blob-bucket.ts';
import type { Values } from './options.ts';

/** The options of every command that reads or writes evidence. */
export const bucketOptions = ['s3-bucket', 's3-prefix', 's3-region', 's3-address'] as const;

/** The bucket that they name; undefined where the evidence is in the folder. */
export const bucketOf = (values: Values<(typeof bucketOptions)[number]>): BucketOptions | undefined => {
  const bucket = values['s3-bucket'];
  if (bucket === undefined) return undefined;
  return { bucket, prefix: values['s3-prefix'], region: values['s3-region'], address: values['s3-address'] ?? null };
};
