import { Building2, ChartNoAxesColumn, Columns3, Import, Inbox, ListChecks, RefreshCw, Search, Settings, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandId } from '../commands/definitions.ts';
import { keysOf, runCommand } from '../commands/registry.ts';
import { useQuery } from '../engine/use-query.ts';
import { count as grouped } from '../i18n/format.ts';
import { setFilter } from '../screens/board/board-loader.ts';
import { useBoard } from '../stores/board.ts';
import { useDesk } from '../stores/desk.ts';
import { usePreferences } from '../stores/preferences.ts';
import { go, useRouter, type RouteName } from '../stores/router.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Keys } from '../ui/kbd.tsx';
import { Hint } from '../ui/tooltip.tsx';
import styles from './sidebar.module.css';

interface PlaceProps {
  readonly command: CommandId;
  readonly route: RouteName;
  readonly label: string;
  readonly icon: ReactNode;
  readonly count?: number | undefined;
}

const Place = ({ command, route, label, icon, count }: PlaceProps) => {
  const current = useRouter((state) => state.route.name === route || (route === 'board' && state.route.name === 'ticket'));
  const open = usePreferences((state) => state.sidebar === 'open');
  const keys = keysOf(command);
  const button = (
    <button type="button" className={styles['place']} aria-current={current ? 'page' : undefined} aria-label={open ? undefined : label} onClick={() => runCommand(command)}>
      {icon}
      <span className={styles['label']}>{label}</span>
      {count === undefined || count === 0 ? null : <span className={styles['count']}>{grouped(count)}</span>}
      {keys === undefined ? null : <Keys keys={keys} className={styles['keys'] ?? ''} />}
    </button>
  );
  return <li>{open ? button : <Hint text={label} keys={keys}>{button}</Hint>}</li>;
};

const Clients = () => {
  const { t } = useTranslation();
  const { data: clients } = useQuery('client.list', {}, ['clients', 'board']);
  const chosen = useBoard((state) => state.filter.client);
  const shown = [...(clients ?? [])].filter((client) => client.openTickets > 0).sort((a, b) => b.openTickets - a.openTickets);
  if (shown.length === 0) return null;
  return (
    <nav aria-label={t('frame.clients')} className={styles['clients']}>
      <h2 className={styles['heading']}>{t('frame.clients')}</h2>
      <ul>
        {shown.slice(0, 30).map((client) => (
          <li key={client.id}>
            <button
              type="button"
              className={styles['place']}
              aria-pressed={chosen === client.id}
              title={t('frame.clientFilter', { client: client.name })}
              onClick={() => {
                setFilter({ client: chosen === client.id ? undefined : client.id });
                go({ name: 'board' });
              }}
            >
              <span className={styles['label']}>{client.name}</span>
              <span className={styles['count']}>{grouped(client.openTickets)}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
};

const Mark = () => (
  <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" className={styles['mark']}>
    <rect x="0" y="2" width="3" height="14" rx="1" />
    <rect x="5" y="5" width="3" height="11" rx="1" />
    <rect x="10" y="8" width="3" height="8" rx="1" />
    <rect x="15" y="11" width="3" height="5" rx="1" />
  </svg>
);

/** Where one can go; the clients filter the board. */
export const Sidebar = () => {
  const { t } = useTranslation();
  const user = useDesk((state) => state.session?.user);
  const open = usePreferences((state) => state.sidebar === 'open');
  const { data: sync } = useQuery('sync.status', {}, ['sync']);
  return (
    <aside className={styles['side']} aria-label={t('frame.sections')}>
      <div className={styles['head']}>
        <Mark />
        <span className={styles['name']}>Carril</span>
        {user == null ? null : (
          <span title={t('frame.signedInAs', { name: user.name })}>
            <Avatar name={user.name} size="large" me />
          </span>
        )}
      </div>
      <button type="button" className={styles['search']} onClick={() => runCommand('palette.open')} aria-label={open ? undefined : t('frame.search')}>
        <Search size={14} aria-hidden="true" />
        <span className={styles['label']}>{t('frame.search')}</span>
        <Keys keys={keysOf('palette.open') ?? ''} className={styles['keys'] ?? ''} />
      </button>
      <nav aria-label={t('frame.main')}>
        <ul>
          <Place command="go.board" route="board" label={t('frame.places.board')} icon={<Columns3 size={16} aria-hidden="true" />} />
          <Place command="go.inbox" route="inbox" label={t('frame.places.inbox')} icon={<Inbox size={16} aria-hidden="true" />} />
          <Place command="go.myDay" route="my-day" label={t('frame.places.myDay')} icon={<Sun size={16} aria-hidden="true" />} />
          <Place command="go.hours" route="hours" label={t('frame.places.hours')} icon={<ListChecks size={16} aria-hidden="true" />} />
          <Place command="go.clients" route="clients" label={t('frame.places.clients')} icon={<Building2 size={16} aria-hidden="true" />} />
          <Place command="go.reports" route="reports" label={t('frame.places.reports')} icon={<ChartNoAxesColumn size={16} aria-hidden="true" />} />
          <Place command="import.open" route="import" label={t('frame.places.import')} icon={<Import size={16} aria-hidden="true" />} />
        </ul>
      </nav>
      <Clients />
      <nav className={styles['foot']} aria-label={t('frame.desk')}>
        <ul>
          <Place command="go.sync" route="sync" label={t('frame.places.sync')} icon={<RefreshCw size={16} aria-hidden="true" />} count={sync === undefined ? undefined : sync.waiting + sync.refused + sync.conflicts} />
          <Place command="go.settings" route="settings" label={t('frame.places.settings')} icon={<Settings size={16} aria-hidden="true" />} />
        </ul>
      </nav>
    </aside>
  );
};
