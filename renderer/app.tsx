import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { listenToKeys } from './commands/listen.ts';
import { isCommand, runCommand } from './commands/registry.ts';
import { DialogHost } from './dialogs/dialog-host.tsx';
import { shell } from './engine/shell.ts';
import { Frame } from './frame/frame.tsx';
import { installAppCommands } from './frame/app-commands.ts';
import { FailedScreen } from './screens/first-run/failed.tsx';
import { FirstRunScreen } from './screens/first-run/index.tsx';
import { startBoard } from './screens/board/board-loader.ts';
import { startDesk, useDesk } from './stores/desk.ts';
import { useEntry } from './stores/entry.ts';
import { Toaster } from './ui/toaster.tsx';
import styles from './frame/frame.module.css';

const Opening = () => {
  const { t } = useTranslation();
  return <main className={styles['opening']} aria-busy="true">{t('frame.starting')}</main>;
};

/** Which face the window has: the desk, the first run, or what keeps the desk from opening. */
const Face = () => {
  const desk = useDesk((state) => state.desk);
  const session = useDesk((state) => state.session);
  const wasReady = useDesk((state) => state.wasReady);
  const broken = useDesk((state) => state.broken);
  const entering = useEntry((state) => state.entering);
  if (desk === null) return <Opening />;
  if (desk.status === 'none' || (entering && !wasReady)) return <FirstRunScreen />;
  if (desk.status === 'failed' || (desk.status === 'down' && !wasReady)) return <FailedScreen desk={desk} />;
  if (broken !== null) return <FailedScreen desk={{ ...desk, error: { code: broken.code, details: broken.details } }} />;
  if (session === null) return wasReady ? <Frame /> : <Opening />;
  // A desk that nobody has signed in on yet is still the first run.
  return session.user === null ? <FirstRunScreen /> : <Frame />;
};

/** What follows the desk for as long as the page is there. Once, before the first render. */
export const begin = (): void => {
  installAppCommands();
  startDesk();
  startBoard();
  shell.onEvent((event) => {
    if (event.type === 'command' && isCommand(event.id)) runCommand(event.id);
  });
};

export const App = () => {
  useEffect(listenToKeys, []);
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider>
        <Face />
        <DialogHost />
        <Toaster onUndo={() => runCommand('history.undo')} />
      </Tooltip.Provider>
    </CSPProvider>
  );
};
