import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportInspection, ImportMapping, ImportPreview } from '#shared/contract/import.ts';
import type { AppError } from '#shared/errors.ts';
import { core } from '../../engine/core.ts';
import { shell } from '../../engine/shell.ts';
import { asAppError } from '../../engine/use-query.ts';
import { bytes } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Screen } from '../../ui/screen.tsx';
import { EmptyState, ErrorBanner } from '../../ui/states.tsx';
import { MappingForm } from './mapping-form.tsx';
import { Preview } from './preview.tsx';
import { Runs } from './runs.tsx';
import styles from './import.module.css';

interface Step {
  readonly inspection: ImportInspection;
  readonly mapping: ImportMapping;
  readonly preview: ImportPreview | null;
}

/** From a file to tickets: choose, map, check, import, undo. Nothing changes before the last step. */
export const ImportScreen = () => {
  const { t } = useTranslation();
  const [step, setStep] = useState<Step | null>(null);
  const [busy, setBusy] = useState<'reading' | 'previewing' | null>(null);
  const [error, setError] = useState<AppError | null>(null);

  const during = async (what: 'reading' | 'previewing', work: () => Promise<void>): Promise<void> => {
    setBusy(what);
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(asAppError(failure));
    } finally {
      setBusy(null);
    }
  };
  const inspect = (path: string): Promise<void> =>
    during('reading', async () => {
      setStep(null);
      const inspection = await core.call('import.inspect', { path });
      setStep({ inspection, mapping: inspection.guess, preview: null });
    });
  const pick = async (): Promise<void> => {
    const { path } = await shell.call('file.pickImport', {});
    if (path !== null) await inspect(path);
  };
  const check = (): Promise<void> =>
    during('previewing', async () => {
      if (step === null) return;
      const preview = await core.call('import.preview', { path: step.inspection.path, mapping: step.mapping });
      setStep({ ...step, preview });
    });
  const start = (skipRejected: boolean): Promise<void> =>
    during('reading', async () => {
      if (step === null) return;
      await core.call('import.start', { path: step.inspection.path, mapping: step.mapping, skipRejected });
      setStep(null);
    });

  return (
    <Screen
      title={t('importing.title')}
      testId="import"
      lead={step === null ? null : <span className={styles['file']}>{t('importing.file', { name: step.inspection.name, bytes: bytes(step.inspection.bytes), columns: step.inspection.columns.length })}</span>}
      actions={
        <Button size="small" kind={step === null ? 'primary' : 'plain'} icon={<FileUp size={14} aria-hidden="true" />} onClick={() => void pick()} data-testid="import-pick">
          {t(step === null ? 'importing.pick' : 'importing.another')}
        </Button>
      }
    >
      <section
        className={styles['page']}
        tabIndex={0}
        aria-label={t('importing.title')}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          const file = event.dataTransfer.files[0];
          if (file !== undefined) void inspect(shell.pathOf(file));
        }}
      >
        {error === null ? null : <ErrorBanner error={error} />}
        {busy === null ? null : (
          <div className={styles['busy']} role="status">
            <p>{t(`importing.${busy}`)}</p>
            <ProgressBar label={t(`importing.${busy}`)} done={0} total={null} />
          </div>
        )}
        {step === null ? (
          <EmptyState title={t('importing.emptyTitle')} text={t('importing.emptyText')} />
        ) : (
          <>
            <MappingForm inspection={step.inspection} mapping={step.mapping} onChange={(mapping) => setStep({ ...step, mapping, preview: null })} />
            <div className={styles['buttons']}>
              <Button kind={step.preview === null ? 'primary' : 'plain'} busy={busy === 'previewing'} onClick={() => void check()} data-testid="import-check">
                {t('importing.preview')}
              </Button>
            </div>
            {step.preview === null ? null : (
              <>
                <Preview preview={step.preview} />
                <div className={styles['buttons']}>
                  <Button kind="primary" disabled={step.preview.counts.tickets === 0} onClick={() => void start(step.preview?.counts.rejectedLines !== 0)} data-testid="import-run">
                    {step.preview.counts.rejectedLines === 0 ? t('importing.start', { count: step.preview.counts.tickets }) : t('importing.startWithout', { count: step.preview.counts.rejectedLines })}
                  </Button>
                </div>
              </>
            )}
          </>
        )}
        <Runs />
      </section>
    </Screen>
  );
};
