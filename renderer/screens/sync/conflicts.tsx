import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConflictView } from '#shared/contract/conflict-views.ts';
import { keysOf } from '../../commands/registry.ts';
import { count as grouped, dayTime } from '../../i18n/format.ts';
import { showError } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { ConflictValue, useRegisterName } from './conflict-value.tsx';
import styles from './conflicts.module.css';
import { sidesOf, useConflicts, type Choice } from './use-conflicts.ts';

interface ConflictProps {
  readonly conflict: ConflictView;
  readonly current: boolean;
  readonly onFocus: () => void;
  readonly onChoose: (choice: Choice) => void;
}

/** One conflict: mine, what both began from, theirs, and the keys that settle it. */
const Conflict = ({ conflict, current, onFocus, onChoose }: ConflictProps) => {
  const { t } = useTranslation();
  const nameOf = useRegisterName();
  const heading = useId();
  const { mine, theirs, own } = sidesOf(conflict);
  const keys = (command: 'conflict.mine' | 'conflict.theirs' | 'conflict.combine') => (current ? keysOf(command) : undefined);
  return (
    <li className={styles['conflict']} aria-labelledby={heading} onFocus={onFocus} data-conflict={conflict.id} data-decision="" data-current={current || undefined} data-testid="conflict">
      <p className={styles['head']} id={heading}>
        <b>{t('sync.conflictIn', { code: conflict.ticket.code })}</b>
        <span className={styles['cut']} title={conflict.ticket.title}>{conflict.ticket.title}</span>
        <time dateTime={conflict.at}>{dayTime(conflict.at)}</time>
      </p>
      <dl className={styles['sides']}>
        <div className={styles['what']}>
          <dt>{t('sync.conflictField')}</dt>
          <dd>{nameOf(conflict.register)}</dd>
        </div>
        <div className={styles['mine']}>
          <dt>
            {own ? t('sync.mine') : t('sync.stands')} <span>{mine.by}</span>
          </dt>
          <dd>
            <ConflictValue register={conflict.register} value={mine.value} />
          </dd>
        </div>
        <div>
          <dt>{t('sync.base')}</dt>
          <dd>{conflict.base === null ? t('sync.baseUnknown') : <ConflictValue register={conflict.register} value={conflict.base.value} />}</dd>
        </div>
        <div>
          <dt>
            {own ? t('sync.theirs') : t('sync.lost')} <span>{theirs.by}</span>
          </dt>
          <dd>
            <ConflictValue register={conflict.register} value={theirs.value} />
          </dd>
        </div>
      </dl>
      <p className={styles['buttons']}>
        <Button size="small" kind={current ? 'primary' : 'plain'} keys={keys('conflict.mine')} onClick={() => onChoose('mine')}>
          {t(own ? 'sync.keepMine' : 'sync.keepStanding')}
        </Button>
        <Button size="small" keys={keys('conflict.theirs')} onClick={() => onChoose('theirs')}>
          {t(own ? 'sync.keepTheirs' : 'sync.keepLost')}
        </Button>
        {conflict.combinable ? (
          <Button size="small" keys={keys('conflict.combine')} onClick={() => onChoose('combined')}>
            {t('sync.combine')}
          </Button>
        ) : null}
      </p>
    </li>
  );
};

/** Where two people have set the same thing and a person should look. Nothing is shown where there is none. */
export const Conflicts = ({ conflicts }: { readonly conflicts: readonly ConflictView[] }) => {
  const { t } = useTranslation();
  const { current, setFocused, choose } = useConflicts(conflicts);
  if (conflicts.length === 0) return null;
  return (
    <div className={styles['conflicts']} role="region" aria-label={t('sync.conflicts')}>
      <p className={styles['hint']}>{t('sync.conflictHint')}</p>
      <ul>
        {conflicts.map((conflict) => (
          <Conflict
            key={conflict.id}
            conflict={conflict}
            current={conflict.id === current}
            onFocus={() => setFocused(conflict.id)}
            onChoose={(choice) => void choose(conflict, choice).catch(showError)}
          />
        ))}
      </ul>
    </div>
  );
};

/** What field-merge decided without a person, and what people have decided: quiet, to be looked up. */
export const ConflictLog = ({ log }: { readonly log: readonly ConflictView[] }) => {
  const { t } = useTranslation();
  const nameOf = useRegisterName();
  if (log.length === 0) return null;
  return (
    <details className={styles['log']} data-testid="conflict-log">
      <summary>
        {t('sync.log')} <span>{grouped(log.length)}</span>
      </summary>
      <ul>
        {log.map((each) => (
          <li key={each.id}>
            <b>{each.ticket.code}</b> {nameOf(each.register)} <time dateTime={each.at}>{dayTime(each.at)}</time>
            <span className={styles['values']}>
              {t('sync.logKept')} <ConflictValue register={each.register} value={each.kept.value} /> {t('sync.logLost')} <ConflictValue register={each.register} value={each.lost.value} />
            </span>
            {each.decision === null ? null : <span className={styles['values']}>{t(`sync.logDecision.${each.decision}`, { name: each.lookedBy ?? '—' })}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
};
