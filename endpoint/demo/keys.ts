/** A UUIDv7-shaped key that is the same in every demo, so that a second start finds what the first has made. */
export const demoKey = (kind: number, index: number): string =>
  `019d0000-${kind.toString(16).padStart(4, '0')}-7000-8000-${index.toString(16).padStart(12, '0')}`;
