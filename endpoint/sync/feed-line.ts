import type { StoredRow } from '../store/schema.ts';

/** A row as it travels. The stored JSON goes into the line as it is: nothing is parsed on the way out. */
export const rowLine = (row: Pick<StoredRow, 'entity' | 'key' | 'scope' | 'fields' | 'stamps' | 'seq'>): string =>
  `{"seq":${row.seq},"entity":"${row.entity}","key":"${row.key}","scope":${row.scope === null ? 'null' : `"${row.scope}"`},"row":${row.fields},"stamps":${row.stamps}}\n`;
