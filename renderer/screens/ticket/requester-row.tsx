import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketDetail } from '#shared/contract/views.ts';
import { Combobox, type ComboChoice } from '../../ui/combobox.tsx';
import { Row } from './property-rows.tsx';
import type { TicketFields } from './ticket-edit.ts';
import styles from './properties.module.css';

interface RequesterRowProps {
  readonly detail: TicketDetail;
  readonly onSave: (fields: TicketFields) => Promise<boolean>;
}

/** Who asks: a contact of the client, or a name as it was written. */
export const RequesterRow = ({ detail: { ticket, contacts }, onSave }: RequesterRowProps) => {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const known = contacts.find((contact) => contact.id === ticket.requester);
  const name = known?.name ?? ticket.requester_name;
  const label = t('ticket.props.requester');
  if (!editing) {
    return (
      <Row property="requester" label={label}>
        <button type="button" className={styles['value']} data-opens="" data-empty={name === null || undefined} aria-label={`${t('ticket.props.edit', { field: label })}: ${name ?? t('ticket.props.empty')}`} onClick={() => setEditing(true)}>
          {name ?? t('ticket.props.empty')}
        </button>
      </Row>
    );
  }
  const value: ComboChoice | null = known === undefined ? (name === null ? null : { is: 'new', name }) : { is: 'known', id: known.id, name: known.name };
  const choose = async (choice: ComboChoice | null): Promise<void> => {
    if (choice === null) return;
    const fields = choice.is === 'known' ? { requester: choice.id, requester_name: null } : { requester: null, requester_name: choice.name };
    if (await onSave(fields)) setEditing(false);
  };
  return (
    <Row property="requester" label={label}>
      <Combobox
        label={label}
        quiet
        options={contacts}
        value={value}
        onChange={(choice) => void choose(choice)}
        newLabel={(text) => t('ticket.props.asName', { name: text })}
        emptyText={t('ticket.props.noContacts')}
        inputRef={(element) => {
          if (element !== null && document.activeElement !== element) element.focus();
        }}
      />
    </Row>
  );
};
