import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { importTargets, type ImportInspection, type ImportMapping, type ImportSource, type ImportTarget } from '#shared/contract/import.ts';
import { channels, kinds, serviceLevels, severities, ticketStates } from '#shared/domain/enums.ts';
import { TextArea, TextField } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import table from '../../ui/table.module.css';
import styles from './import.module.css';

interface MappingFormProps {
  readonly inspection: ImportInspection;
  readonly mapping: ImportMapping;
  readonly onChange: (mapping: ImportMapping) => void;
}

const choicesOf: Partial<Record<ImportTarget, readonly string[]>> = { severity: severities, state: ticketStates, channel: channels, kind: kinds, service_level: serviceLevels };
type From = ImportSource['from'] | 'none';

const written = (values: Readonly<Record<string, string>> | undefined): string => Object.entries(values ?? {}).map(([from, to]) => `${from} = ${to}`).join('\n');
const read = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split('\n')
      .map((line) => line.split('='))
      .filter((parts) => parts.length >= 2)
      .map((parts) => [parts.slice(0, -1).join('=').trim(), (parts.at(-1) ?? '').trim()]),
  );
const listed = (text: string): string[] => text.split(',').map((part) => part.trim());

interface SourceProps {
  readonly target: ImportTarget;
  readonly source: ImportSource | undefined;
  readonly columns: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (source: ImportSource | undefined) => void;
}

const SourceFields = ({ target, source, columns, onChange }: SourceProps) => {
  const { t } = useTranslation();
  const choices = choicesOf[target];
  const first = columns[0]?.value ?? '';
  const from: From = source?.from ?? 'none';
  const turn = (next: From): void => {
    if (next === 'none') onChange(undefined);
    else if (next === 'column') onChange({ from: 'column', column: first });
    else if (next === 'value') onChange({ from: 'value', value: choices?.[0] ?? '' });
    else onChange({ from: 'template', template: `{${first}}` });
  };
  return (
    <div className={styles['source']}>
      <Select quiet size="small" label={t('importing.source')} value={from} options={(['none', 'column', 'value', 'template'] as const).map((value) => ({ value, label: t(`importing.from.${value}`) }))} onChange={turn} />
      {source?.from === 'column' ? <Select quiet size="small" label={t('importing.column')} value={source.column} options={columns} onChange={(column) => onChange({ ...source, column })} /> : null}
      {source?.from === 'value' ? (
        choices === undefined ? (
          <TextField quiet label={t('importing.value')} value={source.value} onChange={(event) => onChange({ from: 'value', value: event.target.value })} />
        ) : (
          <Select quiet size="small" label={t('importing.value')} value={source.value} options={choices.map((value) => ({ value, label: value }))} onChange={(value) => onChange({ from: 'value', value })} />
        )
      ) : null}
      {source?.from === 'template' ? <TextField quiet label={t('importing.template')} value={source.template} onChange={(event) => onChange({ from: 'template', template: event.target.value })} /> : null}
      {source?.from === 'column' && choices !== undefined ? (
        <TextArea
          className={styles['wide']}
          rows={Math.min(8, Math.max(2, Object.keys(source.values ?? {}).length))}
          label={t('importing.translate', { choices: choices.join(', ') })}
          // Half-written lines must stay: only what is left is read.
          defaultValue={written(source.values)}
          onBlur={(event) => onChange({ ...source, values: read(event.target.value) })}
        />
      ) : null}
    </div>
  );
};

/** Which column feeds which field, what its values mean, and how the file is to be read. */
export const MappingForm = ({ inspection, mapping, onChange }: MappingFormProps) => {
  const { t } = useTranslation();
  const heading = useId();
  const columns = inspection.columns.map(({ name }) => ({ value: name, label: name }));
  const samplesOf = (source: ImportSource | undefined): string => (source?.from === 'column' ? (inspection.columns.find(({ name }) => name === source.column)?.samples.slice(0, 3).join(', ') ?? '') : '');
  const setField = (target: ImportTarget, source: ImportSource | undefined): void => {
    const { [target]: _, ...others } = mapping.fields;
    onChange({ ...mapping, fields: source === undefined ? others : { ...others, [target]: source } });
  };
  return (
    <section aria-labelledby={heading} data-testid="import-mapping">
      <h2 id={heading} className={styles['heading']}>
        {t('importing.mapping')}
      </h2>
      <div className={styles['options']}>
        <Select label={t('importing.ticketKey')} value={mapping.ticketKey} options={columns} onChange={(ticketKey) => onChange({ ...mapping, ticketKey })} />
        <Select label={t('importing.orderBy')} value={mapping.orderBy ?? ''} options={[{ value: '', label: t('importing.fileOrder') }, ...columns]} onChange={(orderBy) => onChange({ ...mapping, orderBy: orderBy === '' ? null : orderBy })} />
        <Select label={t('importing.dateFormat')} value={mapping.dateFormat} options={(['iso', 'D/M/YYYY HH:mm', 'M/D/YYYY HH:mm', 'YYYY-MM-DD HH:mm'] as const).map((value) => ({ value, label: value }))} onChange={(dateFormat) => onChange({ ...mapping, dateFormat })} />
        <TextField label={t('importing.zone')} value={mapping.tz} onChange={(event) => onChange({ ...mapping, tz: event.target.value })} />
        <TextField label={t('importing.missing')} hint={t('importing.commas')} value={mapping.missing.join(',')} onChange={(event) => onChange({ ...mapping, missing: listed(event.target.value) })} />
        <TextField label={t('importing.track')} hint={t('importing.commas')} value={mapping.track.join(', ')} onChange={(event) => onChange({ ...mapping, track: listed(event.target.value).filter((name) => name !== '') })} />
      </div>
      <table className={table['table']}>
        <thead>
          <tr>
            <th>{t('importing.target')}</th>
            <th>{t('importing.source')}</th>
            <th>{t('importing.samples')}</th>
          </tr>
        </thead>
        <tbody>
          {importTargets.map((target) => (
            <tr key={target} data-target={target}>
              <td>{t(`importing.targets.${target}`)}</td>
              <td>
                <SourceFields target={target} source={mapping.fields[target]} columns={columns} onChange={(source) => setField(target, source)} />
              </td>
              <td className={styles['samples']}>{samplesOf(mapping.fields[target])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};
