import type { Row } from '../domain/entities/index.ts';
import type { Modality, Severity, TicketState } from '../domain/enums.ts';
import type { Forecast } from '../domain/hours/forecast.ts';

/** What is left of the lots that hold today, of what they held. Minutes. */
export interface HoursLeft {
  readonly leftMin: number;
  readonly ofMin: number;
  /** The highest of the contract's alerts that what was used has reached, percent; null: none. */
  readonly alert: number | null;
}

export interface ClientOverview {
  readonly id: string;
  readonly name: string;
  readonly country: string | null;
  readonly openTickets: number;
  /** Of the contracts that hold today. */
  readonly modalities: readonly Modality[];
  /** Null where no contract uses hours. */
  readonly hours: HoursLeft | null;
}

export interface ContractSummary {
  readonly id: string;
  readonly modality: Modality;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly holds: boolean;
}

export interface ClientTicket {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly severity: Severity | null;
  readonly state: TicketState;
}

export interface ClientDetail {
  readonly client: Row<'client'>;
  readonly contacts: readonly (Row<'contact'> & { readonly authorised: boolean })[];
  /** Those that hold today first, then the newest. */
  readonly contracts: readonly ContractSummary[];
  /** The newest version of each of his calendars, and the team's own. */
  readonly calendars: readonly Row<'calendar'>[];
  readonly tickets: readonly ClientTicket[];
  readonly openTickets: number;
  readonly regulatory: readonly Row<'regulatory_item'>[];
}

export interface LotView {
  readonly lot: Row<'hours_lot'>;
  readonly leftMin: number;
  readonly usedMin: number;
  /** Today lies within its days. */
  readonly holds: boolean;
}

export interface ContractDetail {
  readonly contract: Row<'contract'>;
  readonly holds: boolean;
  readonly calendar: Row<'calendar'> | null;
  /** The version that new cycles begin with. */
  readonly policy: Row<'sla_policy'> | null;
  readonly policyVersions: number;
  /** The name of each calendar that the policy names. */
  readonly calendarNames: Readonly<Record<string, string>>;
  readonly terms: Row<'terms_version'> | null;
  readonly plan: Row<'third_party_plan'> | null;
  readonly lots: readonly LotView[];
  /** The newest first. */
  readonly movements: readonly Row<'hours_movement'>[];
  readonly hours: HoursLeft;
  /** Null where nothing is left, or nothing is being used. */
  readonly forecast: Forecast | null;
}

export interface CalendarView {
  readonly calendar: Row<'calendar'>;
  /** How many contracts of the client go by it. */
  readonly contracts: number;
}
