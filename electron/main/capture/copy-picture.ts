import { clipboard, ClipboardItem, type NativeImage } from 'electron';
import { stripPng } from '../../../shared/png-chunks.ts';

/** Puts a picture on the clipboard, through whichever of its two interfaces this Electron has. */
export const copyPicture = async (picture: NativeImage): Promise<void> => {
  const older = clipboard as unknown as { readonly writeImage?: (image: NativeImage) => void };
  if (older.writeImage !== undefined) {
    older.writeImage(picture);
    return;
  }
  const png = new Blob([stripPng(picture.toPNG())], { type: 'image/png' });
  await clipboard.write([new ClipboardItem({ 'image/png': png })]);
};
