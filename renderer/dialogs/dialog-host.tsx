import { lazy, Suspense } from 'react';
import { assertNever } from '#shared/errors.ts';
import { EvidenceDialog } from '../screens/evidence/evidence-dialog.tsx';
import { StopDialog } from '../screens/my-day/stop-dialog.tsx';
import { AmendDialog } from '../screens/sync/amend-dialog.tsx';
import { closeDialog, showsAgreement, useDialogs, type DialogRequest } from '../stores/dialogs.ts';
import { useRouter } from '../stores/router.ts';
import { AgreementSheet } from './agreement-sheet.tsx';
import { ClientFormDialog } from './client-form.tsx';
import { ClientLinkDialog } from './client-link.tsx';
import { CreateTicketDialog } from './create-ticket.tsx';
import { Palette } from './palette.tsx';
import { PasteChatDialog } from './paste-chat.tsx';
import { ShortcutsDialog } from './shortcuts.tsx';
import { SignInDialog } from './sign-in.tsx';
import { TicketMenu } from './ticket-menu.tsx';
import { TransitionDialog } from './transition.tsx';

const HoursDecisionDialog = lazy(() => import('./hours-decision.tsx').then((module) => ({ default: module.HoursDecisionDialog })));
const DuplicateDialog = lazy(() => import('./duplicate.tsx').then((module) => ({ default: module.DuplicateDialog })));
const ValidationDialog = lazy(() => import('./validation.tsx').then((module) => ({ default: module.ValidationDialog })));
const ChangeRecordDialog = lazy(() => import('./change-record.tsx').then((module) => ({ default: module.ChangeRecordDialog })));
const ClosingRecord = lazy(() => import('./closing-record.tsx').then((module) => ({ default: module.ClosingRecord })));

const shown = (dialog: DialogRequest): React.JSX.Element => {
  switch (dialog.kind) {
    case 'create-ticket':
      return <CreateTicketDialog onClose={closeDialog} />;
    case 'paste-chat':
      return <PasteChatDialog onClose={closeDialog} />;
    case 'client-link':
      return <ClientLinkDialog ticket={dialog.ticket} code={dialog.code} onClose={closeDialog} />;
    case 'client-form':
      return <ClientFormDialog onClose={closeDialog} />;
    case 'shortcuts':
      return <ShortcutsDialog onClose={closeDialog} />;
    case 'palette':
      return <Palette onClose={closeDialog} />;
    case 'sign-in':
      return <SignInDialog onClose={closeDialog} />;
    case 'stop-timer':
      return <StopDialog onClose={closeDialog} />;
    case 'evidence':
      return <EvidenceDialog draft={dialog.draft} onClose={closeDialog} />;
    case 'amend':
      return <AmendDialog key={dialog.change.group} change={dialog.change} onClose={closeDialog} />;
    case 'hours-decision':
      return <HoursDecisionDialog request={dialog} onClose={closeDialog} />;
    case 'duplicate':
      return <DuplicateDialog request={dialog} onClose={closeDialog} />;
    case 'validation':
      return <ValidationDialog request={dialog} onClose={closeDialog} />;
    case 'change-record':
      return <ChangeRecordDialog request={dialog} onClose={closeDialog} />;
    case 'closing-record':
      return <ClosingRecord request={dialog} onClose={closeDialog} />;
    case 'transition':
      return <TransitionDialog request={dialog} onClose={closeDialog} />;
    default:
      return assertNever(dialog);
  }
};

/** The one place where dialogs, ticket menus and the agreement's sheet appear, whoever asked for them. */
export const DialogHost = () => {
  const dialog = useDialogs((state) => state.dialog);
  const menu = useDialogs((state) => state.menu);
  const agreement = useDialogs((state) => state.agreement);
  const besideCards = useRouter((state) => showsAgreement(state.route));
  return (
    <>
      {dialog === null ? null : <Suspense fallback={null}>{shown(dialog)}</Suspense>}
      {menu === null ? null : <TicketMenu key={`${menu.kind} ${menu.ticket}`} kind={menu.kind} ticket={menu.ticket} anchor={menu.anchor} />}
      {agreement === null ? null : <AgreementSheet key={`${agreement.ticket} ${agreement.to}`} request={agreement} hidden={!besideCards} />}
    </>
  );
};
