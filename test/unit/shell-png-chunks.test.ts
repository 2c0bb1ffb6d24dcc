import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { pngChunks, stripPng } from '#shared/png-chunks.ts';

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
};

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const header = (): Buffer => {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(2, 0);
  data.writeUInt32BE(1, 4);
  data.set([8, 2, 0, 0, 0], 8);
  return chunk('IHDR', data);
};
const pixels = deflateSync(Buffer.from([0, 255, 0, 0, 0, 0, 255]));

const full = Buffer.concat([
  signature,
  header(),
  chunk('sRGB', Buffer.from([0])),
  chunk('iCCP', Buffer.from('a profile')),
  chunk('pHYs', Buffer.from([0, 0, 11, 19, 0, 0, 11, 19, 1])),
  chunk('tEXt', Buffer.from('Author\0somebody')),
  chunk('tIME', Buffer.alloc(7)),
  chunk('IDAT', pixels.subarray(0, 5)),
  chunk('IDAT', pixels.subarray(5)),
  chunk('eXIf', Buffer.from('where and when')),
  chunk('IEND', Buffer.alloc(0)),
  Buffer.from('PK a hidden tail'),
]);

describe('stripPng', () => {
  test('keeps the picture and drops whatever may tell of its maker', () => {
    const bare = stripPng(full);
    expect(pngChunks(bare).map((one) => one.type)).toEqual(['IHDR', 'sRGB', 'pHYs', 'IDAT', 'IDAT', 'IEND']);
    expect(Buffer.from(bare).includes('somebody')).toBe(false);
    expect(Buffer.from(bare.subarray(-8, -4)).toString('latin1')).toBe('IEND');
    expect([...PNG.sync.read(Buffer.from(bare)).data]).toEqual([255, 0, 0, 255, 0, 0, 255, 255]);
  });

  test('works on a part of a larger buffer', () => {
    const padded = Buffer.concat([Buffer.alloc(3), full]);
    expect(stripPng(padded.subarray(3))).toEqual(stripPng(full));
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a signature alone', signature],
    ['another file', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['a torn picture', full.subarray(0, 60)],
    ['a chunk longer than the file', Buffer.concat([signature, Buffer.from([0xff, 0xff, 0xff, 0xff]), Buffer.from('IHDR'), Buffer.alloc(20)])],
  ])('refuses %s', (_name, bytes) => {
    expect(() => stripPng(bytes)).toThrow(RangeError);
  });
});
