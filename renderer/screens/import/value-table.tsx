import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportSource, ImportTarget } from '#shared/contract/import.ts';
import { count as grouped } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { Pill } from '../../ui/chip.tsx';
import { TextField } from '../../ui/field.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import styles from './value-table.module.css';

type ColumnSource = Extract<ImportSource, { from: 'column' }>;

interface ValueTableProps {
  readonly target: ImportTarget;
  readonly source: ColumnSource;
  readonly choices: readonly SelectOption<string>[];
  /** What the file was seen to say in that column. */
  readonly seen: readonly string[];
  readonly onChange: (source: ColumnSource) => void;
}

/** Not a code of any choice. */
const LEFT = 'left';

/** What each of a column's values means in Carril. What the file says comes first, then what is known of such files. */
export const ValueTable = ({ target, source, choices, seen, onChange }: ValueTableProps) => {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const name = t(`importing.targets.${target}`);
  const values = source.values ?? {};
  const codes = new Set(choices.map((choice) => choice.value));
  const meant = (value: string): boolean => Object.hasOwn(values, value) || codes.has(value);
  const unknown = seen.filter((value) => !meant(value));
  const said = [...unknown, ...seen.filter(meant)];
  const rest = Object.keys(values).filter((value) => !seen.includes(value));
  const [open, setOpen] = useState(unknown.length > 0 && source.fallback === undefined);

  const mean = (value: string, choice: string): void => {
    const { [value]: _, ...others } = values;
    onChange({ ...source, values: choice === LEFT ? others : { ...others, [value]: choice } });
  };
  const setFallback = (choice: string): void => {
    const { fallback: _, ...others } = source;
    onChange(choice === LEFT ? others : { ...others, fallback: choice });
  };
  const add = (): void => {
    const value = typed.trim();
    const first = choices[0];
    if (value === '' || first === undefined) return;
    setTyped('');
    if (!meant(value)) mean(value, first.value);
  };
  const row = (value: string) => (
    <li key={value} className={styles['row']} data-value={value}>
      <span className={styles['said']} title={value}>
        {value}
      </span>
      <Select
        quiet
        size="small"
        label={t('importing.values.meansOf', { value })}
        value={values[value] ?? LEFT}
        options={[...choices, { value: LEFT, label: codes.has(value) ? t('importing.values.asIs') : t('importing.values.nothing') }]}
        onChange={(choice) => mean(value, choice)}
      />
    </li>
  );
  return (
    <details className={styles['values']} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t('importing.values.title')} <span className={styles['count']}>{t('importing.values.summary', { count: said.length, n: grouped(said.length) })}</span>
        {unknown.length === 0 || source.fallback !== undefined ? null : <Pill tone="warn">{t('importing.values.unknown', { count: unknown.length, n: grouped(unknown.length) })}</Pill>}
      </summary>
      {open ? (
        <div className={styles['body']} role="group" aria-label={t('importing.values.of', { target: name })}>
          <p className={styles['heads']} aria-hidden="true">
            <span>{t('importing.values.said')}</span>
            <span>{t('importing.values.means')}</span>
          </p>
          <ul>
            {said.map(row)}
            <li className={styles['row']}>
              <span className={styles['other']}>{t('importing.values.other')}</span>
              <Select
                quiet
                size="small"
                label={t('importing.values.other')}
                value={source.fallback ?? LEFT}
                options={[{ value: LEFT, label: t('importing.values.nothing') }, ...choices]}
                onChange={setFallback}
              />
            </li>
          </ul>
          {rest.length === 0 ? null : (
            <details className={styles['rest']}>
              <summary>{t('importing.values.more', { count: rest.length, n: grouped(rest.length) })}</summary>
              <ul>{rest.map(row)}</ul>
            </details>
          )}
          <div className={styles['add']}>
            <TextField
              quiet
              label={t('importing.values.add')}
              placeholder={t('importing.values.add')}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => {
                // Enter continues everywhere else; here it adds what was typed.
                if (event.key !== 'Enter' || typed.trim() === '' || event.nativeEvent.isComposing) return;
                event.preventDefault();
                event.stopPropagation();
                add();
              }}
            />
            <Button size="small" icon={<Plus size={14} aria-hidden="true" />} disabled={typed.trim() === ''} onClick={add}>
              {t('importing.values.addButton')}
            </Button>
          </div>
        </div>
      ) : null}
    </details>
  );
};
