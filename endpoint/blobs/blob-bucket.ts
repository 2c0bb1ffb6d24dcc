import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { NotFound, S3Client, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Problem } from '../problem.ts';
import type { BlobStore } from './blob-store.ts';

/**
 * An S3-compatible bucket. It must be there; the keys need to get and put objects in it, nothing more. They are found
 * where AWS's own tools find them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, files, or a role.
 */
export interface BucketOptions {
  readonly bucket: string;
  /** Stands before each object's name, e.g. `evidencias/`; '' for none. */
  readonly prefix: string;
  readonly region: string;
  /** Address of a service other than AWS, e.g. `https://minio.example.com`; null for AWS. Buckets are in its paths then. */
  readonly address: string | null;
}

/** How many hashes are remembered as standing in the bucket, where nothing is ever deleted by the endpoint. */
const remembered = 10_000;

/**
 * Objects `<prefix><first two digits>/<sha256>`. The bytes arrive in a local file first, whose hash is checked before
 * anything reaches the bucket; the bucket checks it once more as it takes the object.
 */
export const createBlobBucket = ({ bucket, prefix, region, address }: BucketOptions): BlobStore => {
  const client = new S3Client({
    region,
    ...(address === null ? {} : { endpoint: address, forcePathStyle: true }),
    // Its warnings would stand between the log's JSON lines; what fails is thrown, and logged as such.
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    // The object's own hash is sent; services other than AWS do not all know the library's newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const at = (sha256: string) => ({ Bucket: bucket, Key: `${prefix}${sha256.slice(0, 2)}/${sha256}` });
  const standing = new Set<string>();
  const remember = (sha256: string): void => {
    if (standing.size >= remembered) standing.clear();
    standing.add(sha256);
  };

  // Whatever the bucket's trouble is, a desk can only come again; the log has the cause.
  const away = (cause: unknown): Problem => new Problem(503, 'storage_unreachable', { part: 'evidence' }, { cause });

  const size = async (sha256: string): Promise<number | null> => {
    try {
      const { ContentLength } = await client.send(new HeadObjectCommand(at(sha256)));
      if (ContentLength === undefined) throw new Error('the bucket did not say how long an object is');
      remember(sha256);
      return ContentLength;
    } catch (error) {
      if (error instanceof NotFound) return null;
      throw away(error);
    }
  };

  return {
    size,
    has: async (sha256) => standing.has(sha256) || (await size(sha256)) !== null,
    read: async (sha256, range) => {
      const asked = { ...at(sha256), ...(range === null ? {} : { Range: `bytes=${range.start}-${range.end}` }) };
      const { Body } = await client.send(new GetObjectCommand(asked)).catch((error: unknown) => Promise.reject(away(error)));
      if (!(Body instanceof Readable)) throw new Error('the bucket answered without bytes');
      return Body;
    },
    adopt: async (file, sha256) => {
      const checksum = Buffer.from(sha256, 'hex').toString('base64');
      const { size: length } = await stat(file);
      const object = { ...at(sha256), Body: createReadStream(file), ContentLength: length, ContentType: 'application/octet-stream', ChecksumSHA256: checksum };
      await client.send(new PutObjectCommand(object)).catch((error: unknown) => Promise.reject(away(error)));
      remember(sha256);
      await rm(file, { force: true });
    },
    // Nothing is written: the keys may not delete, and every probe would stay.
    probe: () => size('0'.repeat(64)),
    close: () => client.destroy(),
  };
};
