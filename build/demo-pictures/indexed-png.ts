import { crc32, deflateSync } from 'node:zlib';

/** As many as fit into half a byte: enough for a screen of flat colours and grey text. */
const most = 16;

type Colour = readonly [red: number, green: number, blue: number];

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each pixel. */
  readonly data: Uint8Array;
}

const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
};

const distance = (a: Colour, b: Colour): number => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;

const colourOf = (value: number): Colour => [value >> 16, (value >> 8) & 0xff, value & 0xff];

/** The colours that the picture needs most: the next is always the one that the chosen ones show worst, by how often it stands there. */
const paletteOf = (counts: ReadonlyMap<number, number>): readonly Colour[] => {
  const wanted = [...counts].map(([value, count]) => ({ colour: colourOf(value), count, off: Number.POSITIVE_INFINITY }));
  const palette: Colour[] = [];
  while (palette.length < most) {
    const worst = wanted.reduce((found, one) => (Math.min(one.off, 1e6) * one.count ** 0.7 > Math.min(found.off, 1e6) * found.count ** 0.7 ? one : found));
    if (worst.off === 0) break;
    palette.push(worst.colour);
    for (const one of wanted) one.off = Math.min(one.off, distance(one.colour, worst.colour));
  }
  return palette;
};

/** A PNG of 16 colours that the picture has, and of no chunk but IHDR, PLTE, IDAT and IEND. */
export const indexedPng = ({ width, height, data }: Pixels): Uint8Array => {
  const values = Array.from({ length: width * height }, (_, at) => ((data[at * 4] ?? 0) << 16) | ((data[at * 4 + 1] ?? 0) << 8) | (data[at * 4 + 2] ?? 0));
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const palette = paletteOf(counts);
  const nearest = new Map([...counts.keys()].map((value) => {
    const offs = palette.map((colour) => distance(colour, colourOf(value)));
    return [value, offs.indexOf(Math.min(...offs))] as const;
  }));
  const line = 1 + Math.ceil(width / 2);
  const lines = new Uint8Array(line * height);
  for (const [at, value] of values.entries()) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const to = y * line + 1 + (x >> 1);
    lines[to] = (lines[to] ?? 0) | ((nearest.get(value) ?? 0) << (x % 2 === 0 ? 4 : 0));
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([4, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('PLTE', Uint8Array.from(palette.flat())),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
};
