import { useState, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { Combobox, type ComboChoice } from '../../ui/combobox.tsx';
import { useTicketOptions } from './use-ticket-options.ts';

interface TicketPickerProps {
  readonly value: ComboChoice | null;
  readonly onChange: (choice: ComboChoice | null) => void;
  /** Work without a ticket may be written instead. */
  readonly allowTask?: boolean;
  readonly error?: string | undefined;
  readonly label?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** An open ticket, found by its number or title. */
export const TicketPicker = ({ value, onChange, allowTask = false, error, label, inputRef }: TicketPickerProps) => {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const found = useTicketOptions(text);
  const options = value?.is === 'known' && !found.some((option) => option.id === value.id) ? [{ id: value.id, name: value.name }, ...found] : found;
  return (
    <Combobox
      label={label ?? t(allowTask ? 'myDay.form.ticket' : 'myDay.form.ticketOnly')}
      value={value}
      options={options}
      onChange={onChange}
      allowNew={allowTask}
      onTyped={setText}
      placeholder={t('myDay.form.ticketPlaceholder')}
      newLabel={(name) => t('myDay.form.ticketTask', { name })}
      emptyText={t('myDay.form.ticketNone')}
      error={error}
      {...(inputRef === undefined ? {} : { inputRef })}
    />
  );
};
