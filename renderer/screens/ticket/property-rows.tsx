import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dayTime } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { readInstant, writeInstant } from './written-instant.ts';
import styles from './properties.module.css';

interface RowProps {
  /** The ticket's field, by which what is missing finds the row. */
  readonly property: string;
  readonly label: string;
  readonly children: ReactNode;
}

export const Row = ({ property, label, children }: RowProps) => (
  <div className={styles['row']} data-property={property}>
    <span className={styles['rowLabel']} title={label}>
      {label}
    </span>
    <div className={styles['rowValue']}>{children}</div>
  </div>
);

const NONE = 'none';

interface ChoiceRowProps<V extends string> extends Omit<RowProps, 'children'> {
  readonly value: V | null;
  readonly options: readonly SelectOption<V>[];
  readonly onChange: (value: V | null) => void;
  /** It may be emptied again. */
  readonly clearable?: boolean;
}

/** One of a few, chosen in place. */
export const ChoiceRow = <V extends string>({ property, label, value, options, onChange, clearable = true }: ChoiceRowProps<V>) => {
  const { t } = useTranslation();
  const all: readonly SelectOption<string>[] = clearable ? [{ value: NONE, label: t('ticket.props.none') }, ...options] : options;
  return (
    <Row property={property} label={label}>
      <div className={styles['choice']} data-empty={value === null || undefined}>
        <Select label={label} quiet size="small" value={value ?? (clearable ? NONE : null)} options={all} onChange={(next) => onChange(next === NONE ? null : (next as V))} />
      </div>
    </Row>
  );
};

interface TextRowProps extends Omit<RowProps, 'children'> {
  readonly value: string | null;
  readonly onSave: (text: string | null) => Promise<boolean>;
  readonly multiline?: boolean;
}

/** A text edited in place: Enter (Ctrl Enter where it has lines) or leaving it saves, Esc leaves it as it was. */
export const TextRow = ({ property, label, value, onSave, multiline = false }: TextRowProps) => {
  const { t } = useTranslation();
  const [text, setText] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    if (text === null) return;
    const next = text.trim() === '' ? null : text.trim();
    if (next === value || (await onSave(next))) setText(null);
  };
  if (text === null) {
    return (
      <Row property={property} label={label}>
        <button type="button" className={styles['value']} data-opens="" data-empty={value === null || undefined} data-multiline={multiline || undefined} aria-label={`${t('ticket.props.edit', { field: label })}: ${value ?? t('ticket.props.empty')}`} onClick={() => setText(value ?? '')}>
          {value ?? t('ticket.props.empty')}
        </button>
      </Row>
    );
  }
  const props = {
    label,
    quiet: true,
    value: text,
    ref: (element: HTMLInputElement | HTMLTextAreaElement | null) => {
      if (element !== null && document.activeElement !== element) element.focus();
    },
    onBlur: () => void save(),
  };
  const onKey = (event: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean; stopPropagation: () => void; preventDefault: () => void }): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      setText(null);
    } else if (event.key === 'Enter' && (!multiline || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save();
    }
  };
  return (
    <Row property={property} label={label}>
      {multiline ? <TextArea {...props} rows={3} onChange={(event) => setText(event.target.value)} onKeyDown={onKey} /> : <TextField {...props} onChange={(event) => setText(event.target.value)} onKeyDown={onKey} />}
    </Row>
  );
};

interface InstantRowProps extends Omit<RowProps, 'children'> {
  readonly value: string | null;
  readonly onSave: (instant: string | null) => Promise<boolean>;
  /** Offers to set it to this moment while it is empty. */
  readonly offerNow?: boolean;
}

/** A moment, written like 12/06/2026 11:38. */
export const InstantRow = ({ property, label, value, onSave, offerNow = false }: InstantRowProps) => {
  const { t } = useTranslation();
  const [text, setText] = useState<string | null>(null);
  const [bad, setBad] = useState(false);
  const save = async (): Promise<void> => {
    if (text === null) return;
    const next = text.trim() === '' ? null : readInstant(text, new Date());
    if (text.trim() !== '' && next === null) {
      setBad(true);
      return;
    }
    const same = next !== null && value !== null && writeInstant(next) === writeInstant(value);
    if (same || next === value || (await onSave(next))) setText(null);
  };
  if (text === null) {
    return (
      <Row property={property} label={label}>
        {value === null && offerNow ? (
          <Button size="small" onClick={() => void onSave(new Date().toISOString())}>
            {t('ticket.props.now')}
          </Button>
        ) : null}
        <button
          type="button"
          className={styles['value']}
          data-opens={offerNow && value === null ? undefined : ''}
          data-empty={value === null || undefined}
          aria-label={`${t('ticket.props.edit', { field: label })}: ${value === null ? t('ticket.props.empty') : dayTime(value)}`}
          onClick={() => {
            setBad(false);
            setText(value === null ? '' : writeInstant(value));
          }}
        >
          {value !== null ? dayTime(value) : offerNow ? t('ticket.props.other') : t('ticket.props.empty')}
        </button>
      </Row>
    );
  }
  return (
    <Row property={property} label={label}>
      <TextField
        label={label}
        quiet
        value={text}
        error={bad ? t('ticket.props.instantBad') : undefined}
        placeholder={t('ticket.props.instantHint')}
        ref={(element) => {
          if (element !== null && document.activeElement !== element) element.focus();
        }}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => (bad ? setText(null) : void save())}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            setText(null);
          } else if (event.key === 'Enter') {
            event.preventDefault();
            void save();
          }
        }}
      />
    </Row>
  );
};
