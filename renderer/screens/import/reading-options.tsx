import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportMapping } from '#shared/contract/import.ts';
import { Chip } from '../../ui/chip.tsx';
import { Combobox } from '../../ui/combobox.tsx';
import { TextField } from '../../ui/field.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import type { MappingPlace } from './mapping-problems.ts';
import styles from './mapping.module.css';

const formats = [
  { value: 'iso', key: 'iso', sample: '2026-03-31T09:15Z' },
  { value: 'D/M/YYYY HH:mm', key: 'dmy', sample: '31/3/2026 9:15' },
  { value: 'M/D/YYYY HH:mm', key: 'mdy', sample: '3/31/2026 9:15' },
  { value: 'YYYY-MM-DD HH:mm', key: 'ymd', sample: '2026-03-31 09:15' },
] as const;

/** No column is called so: their names are trimmed. The empty text would show as nothing chosen. */
const FILE_ORDER = ' ';

const zones = Intl.supportedValuesOf('timeZone').map((name) => ({ id: name, name }));

interface ReadingOptionsProps {
  readonly mapping: ImportMapping;
  readonly columns: readonly SelectOption<string>[];
  readonly errorOf: (place: MappingPlace) => string | undefined;
  readonly onChange: (mapping: ImportMapping) => void;
}

/** How rows become tickets: what identifies one, what orders its changes, how times and empty cells are written. */
export const ReadingOptions = ({ mapping, columns, errorOf, onChange }: ReadingOptionsProps) => {
  const { t } = useTranslation();
  const trackId = useId();
  // Half-written lists must stay as they are typed.
  const [missing, setMissing] = useState(mapping.missing.join(', '));
  const others = columns.filter(({ value }) => value !== mapping.ticketKey && value !== mapping.orderBy);
  const toggle = (column: string): void => onChange({ ...mapping, track: mapping.track.includes(column) ? mapping.track.filter((one) => one !== column) : [...mapping.track, column] });
  return (
    <>
      <div className={styles['options']}>
        <Select label={t('importing.ticketKey')} hint={t('importing.ticketKeyHint')} error={errorOf('ticketKey')} value={mapping.ticketKey} options={columns} onChange={(ticketKey) => onChange({ ...mapping, ticketKey })} />
        <Select
          label={t('importing.orderBy')}
          error={errorOf('orderBy')}
          value={mapping.orderBy ?? FILE_ORDER}
          options={[{ value: FILE_ORDER, label: t('importing.fileOrder') }, ...columns]}
          onChange={(orderBy) => onChange({ ...mapping, orderBy: orderBy === FILE_ORDER ? null : orderBy })}
        />
        <Select
          label={t('importing.dateFormat')}
          value={mapping.dateFormat}
          options={formats.map(({ value, key, sample }) => ({ value, label: `${t(`importing.dateFormats.${key}`)} · ${sample}` }))}
          onChange={(dateFormat) => onChange({ ...mapping, dateFormat })}
        />
        <Combobox
          label={t('importing.zone')}
          error={errorOf('tz')}
          options={zones}
          allowNew={false}
          value={{ is: 'known', id: mapping.tz, name: mapping.tz }}
          newLabel={(name) => name}
          emptyText={t('importing.noZone')}
          onChange={(choice) => choice !== null && onChange({ ...mapping, tz: choice.name })}
        />
        <TextField
          label={t('importing.missing')}
          hint={t('importing.missingHint')}
          value={missing}
          onChange={(event) => {
            setMissing(event.target.value);
            onChange({ ...mapping, missing: event.target.value.split(',').map((part) => part.trim()).filter((part) => part !== '') });
          }}
        />
      </div>
      <div role="group" aria-labelledby={trackId} className={styles['track']}>
        <p id={trackId} className={styles['label']}>
          {t('importing.track')} {mapping.track.length === 0 ? <span className={styles['quiet']}>({t('importing.trackNone')})</span> : null}
        </p>
        <div className={styles['chips']}>
          {others.map(({ value }) => (
            <Chip key={value} aria-pressed={mapping.track.includes(value)} title={value} className={styles['column'] ?? ''} onClick={() => toggle(value)}>
              <span>{value}</span>
            </Chip>
          ))}
        </div>
        {errorOf('track') === undefined ? null : (
          <p role="alert" className={styles['wrong']}>
            {errorOf('track')}
          </p>
        )}
      </div>
    </>
  );
};
