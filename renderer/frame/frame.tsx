import { Component, useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { screenOf } from '../screens/registry.tsx';
import { EvidenceDrafts } from '../screens/evidence/evidence-drafts.tsx';
import { useDesk } from '../stores/desk.ts';
import { openDialog } from '../stores/dialogs.ts';
import { usePreferences } from '../stores/preferences.ts';
import { useRouter } from '../stores/router.ts';
import { Button } from '../ui/button.tsx';
import { Sidebar } from './sidebar.tsx';
import { StatusBar } from './status-bar.tsx';
import styles from './frame.module.css';

/** A screen that fails must not take the timer bar and the way out with it. React only knows this as a class. */
class ScreenGuard extends Component<{ readonly children: ReactNode; readonly fallback: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }
  override render(): ReactNode {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}

const Crashed = () => {
  const { t } = useTranslation();
  return (
    <div className={styles['crashed']} role="alert">
      <p>{t('frame.crashed')}</p>
      <p>{t('frame.crashedTodo')}</p>
      <Button onClick={() => window.location.reload()}>{t('frame.reload')}</Button>
    </div>
  );
};

/** What the person must know while working: the engine restarts, or the endpoint no longer takes this desk. */
const Banners = () => {
  const { t } = useTranslation();
  const status = useDesk((state) => state.desk?.status);
  const session = useDesk((state) => state.session);
  if (status === 'restarting' || status === 'starting' || status === 'down') {
    return (
      <div className={styles['banner']} role="status">
        {t('frame.restarting')}
      </div>
    );
  }
  if (session !== null && session.user !== null && session.endpoint !== null && !session.authorised) {
    return (
      <div className={styles['banner']} role="status" data-testid="revoked">
        <span>{t('frame.revoked')}</span>
        <Button size="small" onClick={() => openDialog({ kind: 'sign-in' })}>
          {t('frame.signInAgain')}
        </Button>
      </div>
    );
  }
  return null;
};

/** The window of a working desk: side bar, banners, screen, and the bar with timer and sync. */
export const Frame = () => {
  const route = useRouter((state) => state.route);
  const sidebar = usePreferences((state) => state.sidebar);
  useEffect(() => {
    document.documentElement.dataset['sidebar'] = sidebar;
  }, [sidebar]);
  return (
    <div className={styles['frame']} data-sidebar={sidebar}>
      <Sidebar />
      <main className={styles['main']}>
        <Banners />
        <EvidenceDrafts />
        <div className={styles['screen']}>
          <ScreenGuard key={route.name} fallback={<Crashed />}>
            {screenOf(route)}
          </ScreenGuard>
        </div>
      </main>
      <StatusBar />
    </div>
  );
};
