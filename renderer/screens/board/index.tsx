import { ChevronsRight, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { lanes } from '#shared/domain/enums.ts';
import { CommandButton, CommandIcon } from '../../commands/command-button.tsx';
import { keysOf } from '../../commands/registry.ts';
import { useQuery } from '../../engine/use-query.ts';
import { bytes, count as grouped } from '../../i18n/format.ts';
import { isFiltering, useBoard } from '../../stores/board.ts';
import { classes } from '../../ui/classes.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Screen } from '../../ui/screen.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import styles from './board.module.css';
import { refreshBoard } from './board-loader.ts';
import { Filters } from './filters.tsx';
import { useLaneDues } from './lane-due.tsx';
import { Lane } from './lane.tsx';
import { useBoardCommands } from './use-board-commands.ts';
import { useDropping } from './use-dropping.ts';

const Total = () => {
  const { t } = useTranslation();
  const total = useBoard((state) => state.total);
  const hidden = useBoard((state) => state.hidden);
  return <span className={styles['total']}>{hidden > 0 ? t('board.shown', { shown: grouped(total), total: grouped(total + hidden) }) : t('board.open', { count: total })}</span>;
};

/** Over the lanes where there is nothing to show: why, and the key that changes it. */
const Emptiness = () => {
  const { t } = useTranslation();
  const empty = useBoard((state) => state.loaded && state.total === 0);
  const filtering = useBoard((state) => isFiltering(state.filter));
  const hidden = useBoard((state) => state.hidden);
  const { data: sync } = useQuery('sync.status', empty ? {} : null, ['sync']);
  if (!empty) return null;
  if (filtering) {
    return (
      <div className={styles['overlay']}>
        <EmptyState title={t('board.emptyFilterTitle')} text={t('board.emptyFilterText', { count: hidden })} keys={keysOf('board.clearFilter') ?? ''} />
      </div>
    );
  }
  const progress = sync?.progress ?? null;
  return (
    <div className={styles['overlay']}>
      {progress === null ? (
        <EmptyState title={t('board.emptyTitle')} text={t('board.emptyText')} keys={keysOf('ticket.create') ?? ''} />
      ) : (
        <EmptyState title={t('board.firstSyncTitle')} text={t('board.firstSyncText')} action={<div className={styles['progress']}><ProgressBar label={t('board.firstSyncTitle')} done={progress.done} total={progress.done + progress.remaining} /><p>{t('sync.progressText', { done: grouped(progress.done), total: grouped(progress.done + progress.remaining), bytes: bytes(progress.bytes) })}</p></div>} />
      )}
    </div>
  );
};

export const BoardScreen = () => {
  const { t } = useTranslation();
  const untriagedOpen = useBoard((state) => state.untriagedOpen);
  const untriaged = useBoard((state) => state.lanes.untriaged.count);
  const loaded = useBoard((state) => state.loaded);
  const error = useBoard((state) => (state.loaded ? null : state.error));
  useBoardCommands();
  useLaneDues();
  useDropping();
  return (
    <Screen
      title={t('board.title')}
      testId="board"
      lead={
        <>
          <Total />
          <Filters />
        </>
      }
      actions={
        <CommandButton command="ticket.create" kind="primary" size="small" icon={<Plus size={14} aria-hidden="true" />}>
          {t('board.newTicket')}
        </CommandButton>
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refreshBoard()} />
      ) : (
        <div className={classes(styles['board'], !untriagedOpen && styles['folded'])} aria-busy={!loaded}>
          {untriagedOpen ? (
            <Lane lane="untriaged" />
          ) : (
            <div className={styles['fold']}>
              <CommandIcon command="board.toggleUntriaged" label={t('board.showUntriaged')} size="small">
                <ChevronsRight size={14} aria-hidden="true" />
              </CommandIcon>
              <span className={styles['foldCount']}>{grouped(untriaged)}</span>
              <span className={styles['foldName']}>{t('labels.lane.untriaged')}</span>
            </div>
          )}
          {lanes.slice(1).map((lane) => (
            <Lane key={lane} lane={lane} />
          ))}
          <Emptiness />
        </div>
      )}
    </Screen>
  );
};
