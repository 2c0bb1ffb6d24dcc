export const scheme = 'carril';
/** The window's pages and the desk's pictures. */
export const appHost = 'app';
/** The capture overlays: an origin of their own, so that the window's zoom does not reach them nor its page the stills. */
export const captureHost = 'capture';

/** Documents on their way to paper; scripts do not run there. */
export const printHost = 'print';

export const appUrl = `${scheme}://${appHost}/`;
export const captureUrl = `${scheme}://${captureHost}/`;
export const printUrl = `${scheme}://${printHost}/`;

/** Whether an address belongs to one of Carril's origins, or to the development server's while developing. */
export const isOwnAddress = (address: string, host: string, development: string | null): boolean => {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return false;
  }
  if (url.username !== '' || url.password !== '') return false;
  if (url.protocol === `${scheme}:`) return url.host === host;
  return development !== null && url.protocol.startsWith('http') && url.origin === new URL(development).origin;
};
