import type { Readable } from 'node:stream';

/** Bytes from `start` to `end`, both inclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the checked bytes of the evidence stand, each under its SHA-256. A folder (`blob-files.ts`) or a bucket
 * (`blob-bucket.ts`). What has been adopted is never changed.
 */
export interface BlobStore {
  readonly has: (sha256: string) => Promise<boolean>;
  /** How many bytes; null where they are not there. */
  readonly size: (sha256: string) => Promise<number | null>;
  readonly read: (sha256: string, range: ByteRange | null) => Promise<Readable>;
  /**
   * Takes over a local file whose hash has been checked. When it answers, the bytes are durable and `file` is gone; until
   * then `file` stays, so that an interrupted one can be tried again.
   */
  readonly adopt: (file: string, sha256: string) => Promise<void>;
  /** Throws where it cannot be reached, or a folder cannot be written. */
  readonly probe: () => Promise<unknown>;
  /** Ends connections that it keeps. */
  readonly close: () => void;
}
