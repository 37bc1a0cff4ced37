import { folderBlobs } from './blob-folder.js';

/** Where blobs are kept. */
export type BlobPlace = { kind: 'folder'; folder: string } | ({ kind: 'bucket' } & Bucket);

/** Storage that speaks the protocol of S3. */
export interface Bucket {
  /** Address of the service, such as `https://s3.example`; the bucket's name is put into the path. */
  endpoint: string;
  bucket: string;
  /** Put before every name; '' or ending in a slash. */
  prefix: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Texts by their SHA-256, which is checked whenever one is read. */
export interface Blobs {
  /** Keeps a text, durably when this returns, and says what it is called. */
  write(text: string): Promise<{ digest: string; bytes: number }>;
  /** Null when there is none. Throws `E_BLOB_CHANGED` for one that isn't what it is called. */
  read(digest: string): Promise<string | null>;
  /** All that there are, with when each was written or last wanted. */
  list(): AsyncIterable<{ digest: string; writtenAt: Date }>;
  remove(digest: string): Promise<void>;
}

/** Opens what a place is; nothing is looked at yet. */
export async function openBlobs(place: BlobPlace): Promise<Blobs> {
  return place.kind === 'folder'
    ? folderBlobs(place.folder)
    : (await import('./blob-bucket.js')).bucketBlobs(place);
}
