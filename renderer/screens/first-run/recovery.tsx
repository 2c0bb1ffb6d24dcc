import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskCopy } from '#shared/desk-files.ts';
import { shell } from '../../engine/shell.ts';
import { bytes, dayTime } from '../../i18n/format.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './first-run.module.css';

interface RecoveryProps {
  readonly busy: boolean;
  /** Runs it, shows its failure, and asks how the desk is afterwards. */
  readonly act: (work: () => Promise<unknown>) => void;
}

/** A damaged database: back to a copy, or anew from the endpoint. Either way it is set aside whole. */
export const Recovery = ({ busy, act }: RecoveryProps) => {
  const { t } = useTranslation();
  const [copies, setCopies] = useState<readonly DeskCopy[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    shell.call('desk.copies', {}).then(setCopies, showError);
  }, []);
  if (copies === null) return null;
  const [newest] = copies;
  const name = chosen ?? newest?.name;
  const restore = async (): Promise<void> => {
    if (name === undefined) return;
    const { keptAt } = await shell.call('desk.restoreCopy', { name });
    showToast({ text: t('firstRun.restored', { path: keptAt }) });
  };
  const startAnew = async (): Promise<void> => {
    const { keptAt } = await shell.call('desk.setAside', {});
    showToast({ text: t('firstRun.keptAt', { path: keptAt }) });
  };
  return (
    <div className={styles['ways']}>
      <section className={styles['way']}>
        <h2>{t('firstRun.restoreTitle')}</h2>
        <p>{newest === undefined ? t('firstRun.noCopies') : t('firstRun.restoreText')}</p>
        {name === undefined ? null : (
          <>
            <Select label={t('firstRun.restoreWhich')} value={name} onChange={setChosen} options={copies.map((copy) => ({ value: copy.name, label: t('firstRun.restoreOf', { at: dayTime(copy.at), bytes: bytes(copy.bytes) }) }))} />
            <Button kind="primary" busy={busy} data-testid="restore-copy" onClick={() => act(restore)}>
              {t('firstRun.restore')}
            </Button>
          </>
        )}
      </section>
      <section className={styles['way']}>
        <h2>{t('firstRun.startAnewTitle')}</h2>
        <p>{t('firstRun.startAnewText')}</p>
        <Button kind={newest === undefined ? 'primary' : 'plain'} busy={busy} data-testid="set-aside" onClick={() => act(startAnew)}>
          {t('firstRun.startAnew')}
        </Button>
      </section>
    </div>
  );
};
