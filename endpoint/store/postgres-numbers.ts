import pg, { type CustomTypesConfig } from 'pg';

const int8 = 20;

/** A connection's `types`, with 64-bit integers as numbers: seq and counts are far below 2 ** 53. */
export const numbersAsNumbers: CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === int8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format)),
};
