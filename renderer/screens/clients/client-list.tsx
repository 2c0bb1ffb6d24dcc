import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientOverview } from '#shared/contract/contract-views.ts';
import { chooseClient, typeClient, useClients } from '../../stores/clients.ts';
import { TextField } from '../../ui/field.tsx';
import { hours } from './amounts.ts';
import { countryName } from './countries.ts';
import styles from './clients.module.css';

const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();

/** Those whose name has what was typed; accents and case do not matter. */
export const matching = (clients: readonly ClientOverview[], typed: string): readonly ClientOverview[] => clients.filter((client) => plain(client.name).includes(plain(typed)));

const Hours = ({ hours: bank }: { readonly hours: NonNullable<ClientOverview['hours']> }) => (
  <span className={styles['meter']} data-alert={bank.alert === null ? undefined : ''} aria-hidden="true">
    <i style={{ width: `${bank.ofMin === 0 ? 0 : ((bank.ofMin - bank.leftMin) / bank.ofMin) * 100}%` }} />
  </span>
);

interface ClientListProps {
  readonly clients: readonly ClientOverview[];
  readonly shown: readonly ClientOverview[];
  readonly current: string | null;
  readonly inputRef: React.RefObject<HTMLInputElement | null>;
}

/** The clients at the left, with what is left of their hours. One tab stop; j, k and the arrows move. */
export const ClientList = ({ clients, shown, current, inputRef }: ClientListProps) => {
  const { t } = useTranslation();
  const typed = useClients((state) => state.typed);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const chosen = list.current?.querySelector<HTMLElement>('[aria-selected=true]');
    chosen?.scrollIntoView({ block: 'nearest' });
    if (list.current?.contains(document.activeElement)) chosen?.focus();
  }, [current]);
  return (
    <div className={styles['side']}>
      <div className={styles['find']}>
        <TextField ref={inputRef} quiet label={t('clients.search')} placeholder={t('clients.search')} value={typed} onChange={(event) => typeClient(event.target.value)} />
      </div>
      {shown.length === 0 ? (
        <p className={styles['find']}>{clients.length === 0 ? null : t('clients.noMatch')}</p>
      ) : (
        <div role="listbox" aria-label={t('clients.list')} className={styles['list']} ref={list}>
          {shown.map((client) => (
            <div
              key={client.id}
              role="option"
              aria-selected={client.id === current}
              tabIndex={client.id === current ? 0 : -1}
              className={styles['client']}
              data-testid="client-row"
              onClick={() => chooseClient(client.id)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' || event.key === ' ') chooseClient(client.id);
              }}
            >
              <span className={styles['clientName']}>{client.name}</span>
              <span className={styles['clientHours']}>{client.hours === null ? null : hours(client.hours.leftMin)}</span>
              <span className={styles['clientMeta']}>
                {[client.modalities.length === 0 ? t('clients.noContract') : client.modalities.map((modality) => t(`labels.modality.${modality}`)).join(', '), countryName(client.country)].filter((part) => part !== '').join(', ')}
              </span>
              {client.hours === null ? <span /> : <Hours hours={client.hours} />}
            </div>
          ))}
        </div>
      )}
    </div>
  );
};
