import type { Bounds, Point } from './selection.ts';

const side = 120;
/** One pixel of the picture is this many of the magnifier's. */
const power = 8;
const gap = 20;

export interface Magnifier {
  readonly show: (pixel: Point, pointer: Point) => void;
  readonly hide: () => void;
}

/** A square beside the pointer that shows the pixels under it eight times as large. */
export const magnifierIn = (canvas: HTMLCanvasElement, picture: HTMLImageElement, bounds: Bounds): Magnifier => {
  canvas.width = side;
  canvas.height = side;
  const paint = canvas.getContext('2d');
  if (paint === null) throw new Error('no canvas');
  paint.imageSmoothingEnabled = false;
  const seen = side / power;
  return {
    show: (pixel, pointer) => {
      const x = Math.min(bounds.width - 1, Math.max(0, Math.floor(pixel.x)));
      const y = Math.min(bounds.height - 1, Math.max(0, Math.floor(pixel.y)));
      const middle = Math.floor(seen / 2);
      paint.fillStyle = '#000';
      paint.fillRect(0, 0, side, side);
      paint.drawImage(picture, x - middle, y - middle, seen, seen, 0, 0, side, side);
      paint.lineWidth = 1;
      paint.strokeStyle = '#0b1015';
      paint.strokeRect(middle * power - 0.5, middle * power - 0.5, power + 1, power + 1);
      paint.strokeStyle = '#3bcfcf';
      paint.strokeRect(middle * power + 0.5, middle * power + 0.5, power - 1, power - 1);
      const right = pointer.x + gap + side > window.innerWidth;
      const low = pointer.y + gap + side > window.innerHeight;
      canvas.style.left = `${right ? pointer.x - gap - side : pointer.x + gap}px`;
      canvas.style.top = `${low ? pointer.y - gap - side : pointer.y + gap}px`;
      canvas.hidden = false;
    },
    hide: () => {
      canvas.hidden = true;
    },
  };
};
