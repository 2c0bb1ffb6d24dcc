import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PNG } from 'pngjs';

/**
 * Draws icon.png: the mark is the board's lanes as bars, from what stops a client to what can wait. Run it by hand
 * after a change: `node build/icons/draw-icon.ts`. Drawn by a program so that the colours stay those of the screens.
 */
const SIZE = 512;
const SAMPLES = 4;

type Color = readonly [red: number, green: number, blue: number];
type Bar = { readonly x: number; readonly y: number; readonly width: number; readonly height: number; readonly radius: number; readonly color: Color };

const SHAPES: readonly Bar[] = [
  { x: 24, y: 24, width: 464, height: 464, radius: 104, color: [0xff, 0xff, 0xff] },
  { x: 108, y: 112, width: 56, height: 288, radius: 18, color: [0xa2, 0x05, 0x19] },
  { x: 188, y: 176, width: 56, height: 224, radius: 18, color: [0xca, 0x70, 0x16] },
  { x: 268, y: 240, width: 56, height: 160, radius: 18, color: [0x1f, 0x65, 0xb6] },
  { x: 348, y: 304, width: 56, height: 96, radius: 18, color: [0x83, 0x8a, 0x92] },
];

/** Whether a point lies in a rectangle with round corners. */
function covers(bar: Bar, x: number, y: number): boolean {
  const dx = Math.max(bar.x + bar.radius - x, x - (bar.x + bar.width - bar.radius), 0);
  const dy = Math.max(bar.y + bar.radius - y, y - (bar.y + bar.height - bar.radius), 0);
  return dx * dx + dy * dy <= bar.radius * bar.radius;
}

/** Colour and opacity of a pixel: the mean of its samples, so that edges are smooth. */
function pixel(left: number, top: number): readonly [...Color, alpha: number] {
  const sum = [0, 0, 0];
  let hits = 0;
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
    const x = left + ((sample % SAMPLES) + 0.5) / SAMPLES;
    const y = top + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES;
    const shape = SHAPES.findLast((bar) => covers(bar, x, y));
    if (shape === undefined) continue;
    hits += 1;
    for (const channel of [0, 1, 2] as const) sum[channel] = (sum[channel] ?? 0) + shape.color[channel];
  }
  const mean = (channel: number): number => Math.round((sum[channel] ?? 0) / Math.max(hits, 1));
  return [mean(0), mean(1), mean(2), Math.round((hits * 255) / (SAMPLES * SAMPLES))];
}

const image = new PNG({ width: SIZE, height: SIZE });
for (let top = 0; top < SIZE; top += 1) {
  for (let left = 0; left < SIZE; left += 1) image.data.set(pixel(left, top), (top * SIZE + left) * 4);
}
writeFileSync(path.join(import.meta.dirname, 'icon.png'), PNG.sync.write(image));
