import fc from 'fast-check';

/** How likely each misfortune is for a message, in percent. What is left over arrives. */
export interface Weather {
  /** A request never arrives, or an answer. */
  readonly lost: number;
  /** Given up by the desk, and arrives afterwards nevertheless. */
  readonly late: number;
  readonly twice: number;
  /** A request's or an answer's body breaks off. */
  readonly cut: number;
  /** A gateway answers 5xx in the endpoint's place: before it was asked, or after it has done it. */
  readonly gateway: number;
  /** The live streams break. */
  readonly streams: number;
}

export const clear: Weather = { lost: 0, late: 0, twice: 0, cut: 0, gateway: 0, streams: 0 };

const upTo = (most: number): fc.Arbitrary<number> => fc.oneof(fc.constant(0), fc.nat(most));

export const anyWeather: fc.Arbitrary<Weather> = fc.record({ lost: upTo(25), late: upTo(20), twice: upTo(20), cut: upTo(20), gateway: upTo(20), streams: upTo(10) });
