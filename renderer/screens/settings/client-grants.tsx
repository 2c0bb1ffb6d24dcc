import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../engine/use-query.ts';
import { Segments } from '../../ui/segments.tsx';
import styles from './people.module.css';

interface ClientGrantsProps {
  /** Null: all of them. */
  readonly value: readonly string[] | null;
  readonly onChange: (value: readonly string[] | null) => void;
}

/** For which clients: all, those of later too, or some. */
export const ClientGrants = ({ value, onChange }: ClientGrantsProps) => {
  const { t } = useTranslation();
  const label = useId();
  const { data: clients } = useQuery('client.list', {}, ['clients']);
  return (
    <div className={styles['grants']} role="group" aria-labelledby={label}>
      <div className={styles['grantsHead']}>
        <span id={label} className={styles['label']}>
          {t('people.clients')}
        </span>
        <Segments label={t('people.clients')} value={value === null ? 'all' : 'some'} onChange={(to) => onChange(to === 'all' ? null : (value ?? []))} options={[{ value: 'all', label: t('people.allClients') }, { value: 'some', label: t('people.someClients') }]} />
      </div>
      {value === null ? null : clients?.length === 0 ? (
        <p className={styles['note']}>{t('people.noClientsYet')}</p>
      ) : (
        <ul className={styles['grantList']}>
          {clients?.map((client) => (
            <li key={client.id}>
              <label className={styles['grant']}>
                <input type="checkbox" checked={value.includes(client.id)} onChange={(event) => onChange(event.target.checked ? [...value, client.id] : value.filter((one) => one !== client.id))} />
                <span>{client.name}</span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
