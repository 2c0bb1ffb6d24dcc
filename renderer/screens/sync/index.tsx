import { Copy, RefreshCw, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { AppError, isErrorCode } from '#shared/errors.ts';
import { CommandButton } from '../../commands/command-button.tsx';
import { core } from '../../engine/core.ts';
import { shell } from '../../engine/shell.ts';
import { useQuery } from '../../engine/use-query.ts';
import { clock } from '../../i18n/format.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Screen } from '../../ui/screen.tsx';
import { ErrorBanner } from '../../ui/states.tsx';
import { ConflictLog, Conflicts } from './conflicts.tsx';
import { Counters } from './counters.tsx';
import { Mode } from './mode.tsx';
import { Progress } from './progress.tsx';
import { Refused } from './refused.tsx';
import { State } from './state.tsx';
import styles from './sync.module.css';
import { ThisDesk } from './this-desk.tsx';
import { Waiting } from './waiting.tsx';

/** What waits, what was refused and why, and how this desk and its endpoint get on. */
export const SyncScreen = () => {
  const { t } = useTranslation();
  const { data: status } = useQuery('sync.status', {}, ['sync']);
  const { data: waiting } = useQuery('sync.waiting', { limit: 200 }, ['sync']);
  const { data: refused } = useQuery('sync.refused', {}, ['sync']);
  const { data: conflicts } = useQuery('conflict.list', {}, ['sync', 'session']);
  const copy = async (): Promise<void> => {
    const { electron, platform } = await shell.call('shell.info', {});
    const { text } = await core.call('sync.diagnostics', {});
    await shell.call('clipboard.write', { text: `${platform}, Electron ${electron}\n${text}` });
    showToast({ text: t('sync.copied') });
  };
  const lastCode = status?.state === 'idle' || status?.state === 'syncing' ? undefined : status?.lastError?.code;
  const failure = isErrorCode(lastCode) ? new AppError(lastCode) : null;
  if (status === undefined) return <Screen title={t('sync.title')} testId="sync">{null}</Screen>;
  return (
    <Screen
      title={t('sync.title')}
      testId="sync"
      lead={<State status={status} />}
      actions={
        <>
          <Button size="small" kind="ghost" icon={<Copy size={14} aria-hidden="true" />} onClick={() => void copy().catch(showError)}>
            {t('sync.copy')}
          </Button>
          <CommandButton command="sync.now" size="small" icon={<RefreshCw size={14} aria-hidden="true" />} />
        </>
      }
    >
      {failure === null ? null : <ErrorBanner error={failure} className={styles['failure'] ?? ''} />}
      <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('sync.title')}>
        <Counters status={status} />
        {Math.abs(status.skewSec) <= 60 ? null : (
          <p className={styles['warning']} role="status" data-testid="skew">
            <TriangleAlert size={14} aria-hidden="true" />
            {t('sync.skewText', { time: clock(Math.abs(status.skewSec)) })}
          </p>
        )}
        <Progress status={status} />
        <Conflicts conflicts={conflicts?.open ?? []} />
        <div className={styles['columns']}>
          <div className={styles['column']} role="region" aria-label={t('sync.toSend')}>
            <Waiting changes={waiting ?? []} />
          </div>
          <div className={styles['column']} tabIndex={-1} role="region" aria-label={t('sync.refused')} data-decisions="">
            <Refused changes={refused ?? []} />
            <ConflictLog log={conflicts?.log ?? []} />
            <Mode mode={status.mode} />
            <ThisDesk status={status} />
          </div>
        </div>
      </div>
    </Screen>
  );
};
