import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { editTicket } from './ticket-edit.ts';
import styles from './ticket.module.css';

interface TitleFieldProps {
  readonly ticket: string;
  readonly code: string;
  readonly title: string;
  readonly editing: boolean;
  readonly onEditing: (editing: boolean) => void;
}

/** The title, edited where it stands: F2 or a double click; Enter keeps, Esc leaves it as it was. */
export const TitleField = ({ ticket, code, title, editing, onEditing }: TitleFieldProps) => {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (editing) field.current?.select();
  }, [editing]);
  if (!editing) {
    return (
      <h1 className={styles['title']} title={title} onDoubleClick={() => onEditing(true)}>
        {title}
      </h1>
    );
  }
  const save = async (): Promise<void> => {
    const text = field.current?.value.trim() ?? '';
    if (text === '' || text === title || (await editTicket(ticket, { title: text }, t('ticket.props.titleChanged', { code })))) onEditing(false);
  };
  return (
    <input
      ref={field}
      className={styles['titleInput']}
      aria-label={t('ticket.titleLabel')}
      defaultValue={title}
      maxLength={300}
      onBlur={() => void save()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        else if (event.key === 'Escape') {
          event.stopPropagation();
          event.currentTarget.value = title;
          onEditing(false);
        }
      }}
    />
  );
};
