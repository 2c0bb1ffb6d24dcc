import { useTranslation } from 'react-i18next';
import { chooseTab, clientTabs, type ClientTab } from '../../stores/clients.ts';
import styles from './clients.module.css';

interface TabsProps {
  readonly current: ClientTab;
  readonly counts: Partial<Readonly<Record<ClientTab, number>>>;
}

/** The parts of a client. Arrows move within, as in every list of tabs; h and l from anywhere on the screen. */
export const Tabs = ({ current, counts }: TabsProps) => {
  const { t } = useTranslation();
  return (
    <div role="tablist" aria-label={t('clients.tabs')} className={styles['tabs']}>
      {clientTabs.map((tab, index) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`client-tab-${tab}`}
          aria-selected={tab === current}
          aria-controls="client-panel"
          tabIndex={tab === current ? 0 : -1}
          className={styles['tab']}
          onClick={() => chooseTab(tab)}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
            const next = clientTabs[(index + step + clientTabs.length) % clientTabs.length];
            if (step === 0 || next === undefined) return;
            event.preventDefault();
            chooseTab(next);
            document.getElementById(`client-tab-${next}`)?.focus();
          }}
        >
          {t(`clients.tab.${tab}`)}
          {counts[tab] === undefined || counts[tab] === 0 ? null : <span>{counts[tab]}</span>}
        </button>
      ))}
    </div>
  );
};
