import { Building2 } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CommandButton } from '../../commands/command-button.tsx';
import { keysOf, useCommands } from '../../commands/registry.ts';
import { useQuery } from '../../engine/use-query.ts';
import { chooseClient, chooseTab, clientTabs, closeClientDialog, openClientDialog, useClients } from '../../stores/clients.ts';
import { useDesk } from '../../stores/desk.ts';
import { Screen } from '../../ui/screen.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import text from '../../theme/text.module.css';
import { ClientDetailPane } from './client-detail.tsx';
import { ClientDialog } from './client-dialog.tsx';
import { ClientList, matching } from './client-list.tsx';
import { ContactDialog } from './contact-dialog.tsx';
import { ContractWizard } from './contract-wizard.tsx';
import styles from './clients.module.css';

/** *Clientes y contratos*: the list at the left, and all that is agreed with the one that is chosen. */
export const ClientsScreen = () => {
  const { t } = useTranslation();
  const { client: chosen, tab, typed, dialog } = useClients();
  const mayWrite = useDesk((state) => state.session?.user != null && state.session.user.role !== 'consultant');
  const search = useRef<HTMLInputElement>(null);
  const { data: clients, error, refetch } = useQuery('client.overview', {}, ['clients', 'board'], { keep: true });
  const shown = useMemo(() => matching(clients ?? [], typed), [clients, typed]);
  const current = clients?.some((client) => client.id === chosen) === true ? chosen : (shown[0]?.id ?? null);
  const { data: detail } = useQuery('client.get', current === null ? null : { id: current }, ['clients', 'board'], { keep: true });
  const here = detail !== undefined && detail.client.id === current ? detail : undefined;

  const step = (by: 1 | -1) => (): void => {
    const index = shown.findIndex((client) => client.id === current);
    const next = shown[Math.min(shown.length - 1, Math.max(0, index + by))];
    if (next !== undefined) chooseClient(next.id);
  };
  const turn = (by: 1 | -1) => (): void => {
    const next = clientTabs[(clientTabs.indexOf(tab) + by + clientTabs.length) % clientTabs.length];
    if (next !== undefined) chooseTab(next);
  };
  const some = (): boolean => current !== null;
  useCommands({
    'clients.next': { run: step(1), when: some },
    'clients.previous': { run: step(-1), when: some },
    'clients.nextTab': { run: turn(1), when: some },
    'clients.previousTab': { run: turn(-1), when: some },
    'clients.find': () => search.current?.focus(),
    'clients.new': () => openClientDialog('new-client'),
    'clients.edit': { run: () => openClientDialog('edit-client'), when: some },
    'clients.newContact': { run: () => openClientDialog('new-contact'), when: some },
    'clients.newContract': { run: () => openClientDialog('new-contract'), when: () => current !== null && mayWrite },
  });

  const body = (): React.ReactNode => {
    if (clients === undefined) return error === null ? null : <ErrorState error={error} onRetry={refetch} />;
    if (clients.length === 0) return <EmptyState icon={<Building2 size={20} aria-hidden="true" />} title={t('clients.none')} text={t('clients.noneText')} keys={keysOf('clients.new') ?? ''} action={<CommandButton command="clients.new" kind="primary" />} />;
    return (
      <div className={styles['body']}>
        <ClientList clients={clients} shown={shown} current={current} inputRef={search} />
        {here === undefined ? <div /> : <ClientDetailPane detail={here} mayWrite={mayWrite} />}
      </div>
    );
  };
  return (
    <Screen
      title={t('clients.title')}
      testId="clients"
      lead={clients === undefined ? null : <span className={`${text['small']} ${text['second']}`}>{t('clients.count', { count: clients.length })}</span>}
      actions={
        <>
          <CommandButton command="clients.new" size="small" />
          {mayWrite && current !== null ? <CommandButton command="clients.newContract" size="small" /> : null}
        </>
      }
    >
      {body()}
      {dialog === 'new-client' ? <ClientDialog client={null} onClose={closeClientDialog} /> : null}
      {dialog === 'edit-client' && here !== undefined ? <ClientDialog client={here.client} onClose={closeClientDialog} /> : null}
      {dialog === 'new-contact' && here !== undefined ? <ContactDialog client={here.client.id} contact={null} onClose={closeClientDialog} /> : null}
      {dialog === 'new-contract' && here !== undefined ? <ContractWizard detail={here} onClose={closeClientDialog} /> : null}
    </Screen>
  );
};
