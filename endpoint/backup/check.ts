import { stat } from 'node:fs/promises';
import path from 'node:path';
import { hashOfFile } from '../blobs/hash-of-file.ts';
import { inspectCopy } from '../store/sqlite-copy.ts';
import { databaseName, evidencePath, readManifest, type Manifest } from './manifest.ts';

export interface Checked {
  readonly manifest: Manifest;
  /** What is wrong, in the words of an administrator; empty where nothing is. */
  readonly wrong: readonly string[];
}

/** What is wrong with one file; null where nothing is. */
const faultOf = async (file: string, expected: Manifest['database']): Promise<string | null> => {
  const found = await stat(file).catch(() => null);
  if (found === null) return 'is not there';
  if (found.size !== expected.bytes) return `has ${found.size} bytes instead of ${expected.bytes}`;
  return (await hashOfFile(file)) === expected.sha256 ? null : 'has other bytes than when it was made';
};

/** Reads a backup whole and holds it against its manifest. Throws AppError `file_unreadable` where it has none. */
export const check = async (folder: string, sqliteBinding?: string): Promise<Checked> => {
  const manifest = await readManifest(folder);
  const wrong: string[] = [];
  const database = path.join(folder, databaseName);
  const fault = await faultOf(database, manifest.database);
  if (fault !== null) wrong.push(`${databaseName} ${fault}`);
  else {
    const facts = inspectCopy(database, sqliteBinding);
    wrong.push(...facts.wrong);
    if (facts.epoch !== manifest.epoch || facts.head !== manifest.head) wrong.push('the database is not the one of the manifest');
    const held = new Set([...manifest.evidence.map((each) => each.sha256), ...manifest.missing]);
    for (const hash of facts.evidence) if (!held.has(hash)) wrong.push(`evidence ${hash} is not in the manifest`);
  }
  for (const each of manifest.evidence) {
    const found = await faultOf(evidencePath(folder, each.sha256), each);
    if (found !== null) wrong.push(`evidence ${each.sha256} ${found}`);
  }
  return { manifest, wrong };
};
