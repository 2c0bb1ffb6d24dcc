import { useTranslation } from 'react-i18next';
import type { RefusedChange } from '#shared/contract/views.ts';
import { refusalCodes } from '#shared/sync/refusal-codes.ts';
import { core } from '../../engine/core.ts';
import { count as grouped, dayTime } from '../../i18n/format.ts';
import type { es } from '../../i18n/es/index.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { useChangeWord } from './change-word.ts';
import styles from './sync.module.css';

const isReason = (code: string): code is keyof typeof es.sync.reason => (refusalCodes as readonly string[]).includes(code);

/** What the person wrote, whatever the command was: the longest texts of the refused op. */
const textOf = (change: RefusedChange): string => ['title', 'body', 'note', 'impact', 'description', 'objective'].map((field) => change.fields[field]).filter((value): value is string => typeof value === 'string' && value !== '').join(' · ');

/** What the endpoint refused, with its reason and the person's text. */
export const Refused = ({ changes }: { readonly changes: readonly RefusedChange[] }) => {
  const { t } = useTranslation();
  const word = useChangeWord();
  const act = (work: Promise<unknown>, text: string): void => void work.then(() => showToast({ text })).catch(showError);
  return (
    <div className={styles['pane']}>
      <h2>
        {t('sync.refused')} <span>{changes.length === 0 ? null : grouped(changes.length)}</span>
      </h2>
      <p className={styles['hint']}>{changes.length === 0 ? t('sync.refusedEmpty') : t('sync.refusedText')}</p>
      <ul>
        {changes.map((change) => (
          <li key={change.group} className={styles['refused']} data-testid="refused-change">
            <p className={styles['row']}>
              <b>{word(change.command)}</b>
              <span>{change.ticket?.code}</span>
              <span className={styles['cut']}>{change.ticket?.title}</span>
              <span className={styles['when']}>{dayTime(change.at)}</span>
            </p>
            <div className={styles['why']}>
              <p>
                <b>{isReason(change.code) ? t(`sync.reason.${change.code}`) : change.code}</b>
              </p>
              <p data-selectable="">{textOf(change)}</p>
            </div>
            <p className={styles['buttons']}>
              <Button size="small" onClick={() => act(core.call('sync.retry', { group: change.group }), t('sync.retried'))}>
                {t('sync.retry')}
              </Button>
              <Button size="small" kind="ghost" onClick={() => act(core.call('sync.discard', { group: change.group }), t('sync.discarded'))}>
                {t('sync.discard')}
              </Button>
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
};
