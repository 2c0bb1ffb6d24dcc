import type { Severity } from '../enums.ts';

/** The targets as a policy's row keeps them: `calendar` is a version's id or `24x7`, the terms are minutes. */
export type StoredTargets = Readonly<Record<Severity, { readonly calendar: string; readonly response_min: number | null; readonly resolution_min: number | null }>>;
