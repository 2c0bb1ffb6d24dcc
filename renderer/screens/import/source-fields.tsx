import { useTranslation } from 'react-i18next';
import type { ClientView } from '#shared/contract/views.ts';
import type { ImportSource, ImportTarget } from '#shared/contract/import.ts';
import { channels, kinds, serviceLevels, severities, ticketStates } from '#shared/domain/enums.ts';
import { TextField } from '../../ui/field.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { ValueTable } from './value-table.tsx';
import styles from './mapping.module.css';

/** A ticket cannot be without them: the engine refuses a mapping that says nothing of one. */
const needed: readonly ImportTarget[] = ['title', 'client'];
export const isNeeded = (target: ImportTarget): boolean => needed.includes(target);

/** The closed choices of a field, in words; undefined where any text will do. */
export const useChoices = (): ((target: ImportTarget) => readonly SelectOption<string>[] | undefined) => {
  const { t } = useTranslation();
  return (target) => {
    switch (target) {
      case 'severity':
        return severities.map((value) => ({ value, label: `${value} · ${t(`labels.severity.${value}`)}` }));
      case 'state':
        return ticketStates.map((value) => ({ value, label: t(`labels.state.${value}`) }));
      case 'channel':
        return channels.map((value) => ({ value, label: t(`labels.channel.${value}`) }));
      case 'kind':
        return kinds.map((value) => ({ value, label: t(`labels.kind.${value}`) }));
      case 'service_level':
        return serviceLevels.map((value) => ({ value, label: t(`labels.level.${value}`) }));
      default:
        return undefined;
    }
  };
};

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/gu, ' ').trim();

interface ValueProps {
  readonly target: ImportTarget;
  readonly value: string;
  readonly clients: readonly ClientView[];
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

const FixedValue = ({ target, value, clients, error, onChange }: ValueProps) => {
  const { t } = useTranslation();
  const label = t('importing.valueOf', { target: t(`importing.targets.${target}`) });
  const choices = useChoices()(target);
  if (choices !== undefined) return <Select quiet size="small" label={label} value={value} options={choices} error={error} onChange={onChange} />;
  if (target !== 'client') return <TextField quiet label={label} value={value} error={error} onChange={(event) => onChange(event.target.value)} />;
  const known = clients.find((client) => plain(client.name) === plain(value));
  return (
    <div className={styles['client']}>
      <TextField quiet label={label} value={value} error={error} hint={value.trim() === '' ? undefined : t(known === undefined ? 'importing.clientNew' : 'importing.clientKnown')} onChange={(event) => onChange(event.target.value)} />
      {clients.length === 0 ? null : (
        <Select
          quiet
          size="small"
          label={t('importing.knownClient')}
          value={known?.id ?? null}
          placeholder={t('importing.pickClient')}
          options={clients.map((client) => ({ value: client.id, label: client.name }))}
          onChange={(id) => onChange(clients.find((client) => client.id === id)?.name ?? value)}
        />
      )}
    </div>
  );
};

interface SourceProps {
  readonly target: ImportTarget;
  readonly source: ImportSource | undefined;
  readonly columns: readonly SelectOption<string>[];
  readonly clients: readonly ClientView[];
  /** What the file was seen to say in the chosen column. */
  readonly seen: readonly string[];
  readonly error: string | undefined;
  readonly onChange: (source: ImportSource | undefined) => void;
}

/** Where one field of the ticket comes from: a column and what its values mean, one value for all, or a template. */
export const SourceFields = ({ target, source, columns, clients, seen, error, onChange }: SourceProps) => {
  const { t } = useTranslation();
  const choices = useChoices()(target);
  const name = t(`importing.targets.${target}`);
  const first = columns[0]?.value ?? '';
  const ways = isNeeded(target) ? (['column', 'value', 'template'] as const) : choices === undefined ? (['none', 'column', 'value', 'template'] as const) : (['none', 'column', 'value'] as const);
  const turn = (next: ImportSource['from'] | 'none'): void => {
    if (next === 'none') onChange(undefined);
    else if (next === 'column') onChange({ from: 'column', column: first });
    else if (next === 'value') onChange({ from: 'value', value: choices?.[0]?.value ?? '' });
    else onChange({ from: 'template', template: `{${first}}` });
  };
  return (
    <div className={styles['source']}>
      <Select quiet size="small" label={t('importing.sourceOf', { target: name })} value={source?.from ?? 'none'} options={ways.map((value) => ({ value, label: t(`importing.from.${value}`) }))} onChange={turn} />
      {source === undefined && error !== undefined ? (
        <p role="alert" className={styles['wrong']}>
          {error}
        </p>
      ) : null}
      {source?.from === 'column' ? (
        <Select quiet size="small" label={t('importing.columnOf', { target: name })} value={source.column} options={columns} error={error} onChange={(column) => onChange({ ...source, column })} />
      ) : null}
      {source?.from === 'value' ? <FixedValue target={target} value={source.value} clients={clients} error={error} onChange={(value) => onChange({ from: 'value', value })} /> : null}
      {source?.from === 'template' ? (
        <TextField quiet label={t('importing.templateOf', { target: name })} hint={t('importing.templateHint')} value={source.template} error={error} onChange={(event) => onChange({ from: 'template', template: event.target.value })} />
      ) : null}
      {source?.from === 'column' && choices !== undefined ? <ValueTable key={source.column} target={target} source={source} choices={choices} seen={seen} onChange={onChange} /> : null}
    </div>
  );
};
