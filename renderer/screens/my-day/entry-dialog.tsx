import { Dialog } from '../../ui/dialog.tsx';
import type { TimeEntryView } from '#shared/contract/views.ts';
import type { EntryDraft } from './entry-draft.ts';
import { EntryForm } from './entry-form.tsx';

interface EntryDialogProps {
  readonly title: string;
  readonly draft: EntryDraft;
  readonly entry: TimeEntryView | null;
  readonly onClose: () => void;
}

/** The entry's form over another screen. */
export const EntryDialog = ({ title, draft, entry, onClose }: EntryDialogProps) => (
  <Dialog title={title} onClose={onClose} width={480} keepOnOutsidePress testId="entry-dialog">
    <EntryForm title={title} draft={draft} entry={entry} onDone={onClose} />
  </Dialog>
);
