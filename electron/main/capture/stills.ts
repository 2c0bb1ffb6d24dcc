import { desktopCapturer, screen, type Display, type NativeImage } from 'electron';
import { AppError } from '../../../shared/errors.ts';
import { distinctSizes, physicalSize, sourceOf, type Size } from './geometry.ts';

export interface Still {
  readonly display: Display;
  readonly image: NativeImage;
  readonly size: Size;
}

/**
 * Photographs every display in its real pixels. Throws `capture_failed` when the system gives no picture of one. The pointer
 * is never in them: it is only to be had in a video stream, whose colours are coarser than the screen's.
 */
export const takeStills = async (): Promise<readonly Still[]> => {
  const displays = screen.getAllDisplays();
  const shots = new Map<string, Electron.DesktopCapturerSource[]>();
  // One after the other: some systems answer only one at a time.
  for (const size of distinctSizes(displays)) {
    shots.set(`${size.width}x${size.height}`, await desktopCapturer.getSources({ types: ['screen'], thumbnailSize: { ...size }, fetchWindowIcons: false }));
  }
  return displays.map((display) => {
    const wanted = physicalSize(display);
    const source = sourceOf(shots.get(`${wanted.width}x${wanted.height}`) ?? [], displays, display);
    if (source === null || source.thumbnail.isEmpty()) throw new AppError('capture_failed', { reason: 'no_picture' });
    return { display, image: source.thumbnail, size: source.thumbnail.getSize() };
  });
};
