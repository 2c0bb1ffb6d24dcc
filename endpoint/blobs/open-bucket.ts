import type { BucketOptions } from './blob-bucket.ts';
import type { BlobStore } from './blob-store.ts';

/** Only who has a bucket loads the large library behind it. */
export const openBucket = async (bucket: BucketOptions): Promise<BlobStore> => (await import('./blob-bucket.ts')).createBlobBucket(bucket);
