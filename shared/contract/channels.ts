/** The names under which the processes talk. Apart from the contracts, so that a preload does not carry zod. */
export const invokeChannel = 'carril:invoke';
export const shellChannel = 'carril:shell';
export const requestPortChannel = 'carril:request-port';
export const portMessage = 'carril:port';
export const overlayOpenChannel = 'carril:overlay-open';
export const overlayChannel = 'carril:overlay';
