import { create } from 'zustand';
import type { HoursStage } from '#shared/contract/hours-views.ts';
import type { EvidenceDraft, PersonRef, RefusedChange } from '#shared/contract/views.ts';
import type { Lane, Severity, TicketState } from '#shared/domain/enums.ts';
import type { Route } from './router.ts';

/** One dialog at a time, opened from anywhere. */
export type DialogRequest =
  | { readonly kind: 'create-ticket' }
  | { readonly kind: 'paste-chat' }
  | { readonly kind: 'client-link'; readonly ticket: string; readonly code: string }
  | { readonly kind: 'client-form' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'stop-timer' }
  | { readonly kind: 'amend'; readonly change: RefusedChange }
  | { readonly kind: 'evidence'; readonly draft: EvidenceDraft }
  | {
      readonly kind: 'hours-decision';
      readonly stage: HoursStage;
      readonly decision: 'approved' | 'rejected';
      readonly entries: readonly string[];
      readonly contract: string | null;
      readonly client: string;
      readonly approvers: readonly PersonRef[];
    }
  | { readonly kind: 'duplicate'; readonly ticket: string; readonly code: string; readonly merge: boolean }
  | { readonly kind: 'validation'; readonly ticket: string; readonly code: string; readonly client: string }
  | { readonly kind: 'change-record'; readonly ticket: string; readonly code: string }
  | { readonly kind: 'closing-record'; readonly ticket: string; readonly code: string }
  | { readonly kind: 'transition'; readonly ticket: string; readonly code: string; readonly from: TicketState; readonly to: TicketState };

/** What a menu hangs on: an element, or where the pointer was. */
export type MenuAnchor = Element | { readonly x: number; readonly y: number };
export type TicketMenuKind = 'move' | 'state' | 'assign' | 'actions';

interface DialogStore {
  readonly dialog: DialogRequest | null;
  readonly menu: { readonly kind: TicketMenuKind; readonly ticket: string; readonly anchor: MenuAnchor } | null;
  /** The inline sheet that asks for the severity agreement: no layer, takes no focus by itself. */
  readonly agreement: { readonly ticket: string; readonly code: string; readonly client: string; readonly from: Lane | null; readonly to: Severity; readonly focus: boolean } | null;
}

export const useDialogs = create<DialogStore>(() => ({ dialog: null, menu: null, agreement: null }));

export const openDialog = (dialog: DialogRequest): void => useDialogs.setState({ dialog, menu: null });
export const closeDialog = (): void => useDialogs.setState({ dialog: null });
export const openTicketMenu = (kind: TicketMenuKind, ticket: string, anchor: MenuAnchor): void => useDialogs.setState({ menu: { kind, ticket, anchor } });
export const closeTicketMenu = (): void => useDialogs.setState({ menu: null });
export const askAgreement = (agreement: NonNullable<DialogStore['agreement']>): void => useDialogs.setState({ agreement });
/** The sheet stands beside cards and tickets only; on other screens it waits, with what was typed, out of the way. */
export const showsAgreement = ({ name }: Route): boolean => name === 'board' || name === 'ticket' || name === 'inbox';
export const closeAgreement = (): void => useDialogs.setState({ agreement: null });
