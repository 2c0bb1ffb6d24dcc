import { z } from 'zod';

/** In pixels of the display's still picture; x and y from its top left corner. */
const pixelRect = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });
export type PixelRect = z.infer<typeof pixelRect>;

/** What a capture overlay shows: one per display. */
export interface OverlayOpening {
  /** Address of the still picture, for an `<img>`. */
  readonly still: string;
  /** Size of the still, in real pixels. */
  readonly width: number;
  readonly height: number;
  /** How many CSS pixels one pixel of the still is wide. */
  readonly scale: number;
  /** The ticket that the picture is for; empty: none. */
  readonly label: string;
  readonly locale: 'es' | 'en';
  /** The last region on this display, shown selected. */
  readonly selection: PixelRect | null;
  readonly displays: number;
}

/** What an overlay tells the shell. */
export const overlayEvent = z.discriminatedUnion('is', [
  z.object({ is: z.literal('drawn') }),
  /** A selection begins here: the other displays drop theirs. */
  z.object({ is: z.literal('selecting') }),
  z.object({ is: z.literal('accept'), rect: pixelRect }),
  z.object({ is: z.literal('copy'), rect: pixelRect }),
  z.object({ is: z.literal('nextDisplay') }),
  z.object({ is: z.literal('delay') }),
  z.object({ is: z.literal('cancel') }),
]);
export type OverlayEvent = z.infer<typeof overlayEvent>;

/** What the preload puts on `window.carrilOverlay`. */
export interface OverlayBridge {
  readonly open: () => Promise<OverlayOpening>;
  readonly tell: (event: OverlayEvent) => void;
  /** Called when another display's overlay takes the selection. */
  readonly onClear: (listener: () => void) => void;
}
