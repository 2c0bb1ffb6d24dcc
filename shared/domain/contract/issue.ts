/** Why what was agreed cannot be written so; each has a sentence in both languages. */
export const issueCodes = ['window_invalid', 'window_order', 'window_overlap', 'date_invalid', 'zone_unknown', 'never_open', 'minutes_invalid', 'calendar_unknown', 'percent_invalid', 'reason_unknown', 'dates_reversed', 'rounding_invalid', 'carry_invalid', 'outside_lot'] as const;
export type IssueCode = (typeof issueCodes)[number];

/** Something that cannot be kept: where, as a path of the row's fields (`weekly.1`), and why. */
export interface Issue {
  readonly path: string;
  readonly message: IssueCode;
}
