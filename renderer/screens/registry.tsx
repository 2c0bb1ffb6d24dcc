import { lazy, Suspense, type ReactNode } from 'react';
import { assertNever } from '#shared/errors.ts';
import type { Route } from '../stores/router.ts';
import { BoardScreen } from './board/index.tsx';
import { ImportScreen } from './import/index.tsx';
import { MyDayScreen } from './my-day/index.tsx';
import { SettingsScreen } from './settings/index.tsx';
import { SyncScreen } from './sync/index.tsx';
import { TicketScreen } from './ticket/index.tsx';

// Dear to load, and nobody opens it first.
const ClientsScreen = lazy(async () => ({ default: (await import('./clients/index.tsx')).ClientsScreen }));
// With its charts it is dear to load, and nobody opens it first.
const InboxScreen = lazy(async () => ({ default: (await import('./inbox/index.tsx')).InboxScreen }));
const HoursScreen = lazy(async () => ({ default: (await import('./hours/index.tsx')).HoursScreen }));
const ReportsScreen = lazy(async () => ({ default: (await import('./reports/index.tsx')).ReportsScreen }));

/** The screen of a route. A ticket's screen is kept while one reads on from ticket to ticket. */
export const screenOf = (route: Route): ReactNode => {
  switch (route.name) {
    case 'board':
      return <BoardScreen />;
    case 'ticket':
      return <TicketScreen id={route.id} />;
    case 'inbox':
      return (
        <Suspense fallback={null}>
          <InboxScreen />
        </Suspense>
      );
    case 'hours':
      return (
        <Suspense fallback={null}>
          <HoursScreen />
        </Suspense>
      );
    case 'my-day':
      return <MyDayScreen />;
    case 'clients':
      return (
        <Suspense fallback={null}>
          <ClientsScreen />
        </Suspense>
      );
    case 'reports':
      return (
        <Suspense fallback={null}>
          <ReportsScreen />
        </Suspense>
      );
    case 'sync':
      return <SyncScreen />;
    case 'settings':
      return <SettingsScreen />;
    case 'import':
      return <ImportScreen />;
    default:
      return assertNever(route);
  }
};
