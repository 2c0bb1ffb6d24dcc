import { FileUp } from 'lucide-react';
import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../commands/registry.ts';
import { shell } from '../../engine/shell.ts';
import { useQuery } from '../../engine/use-query.ts';
import { bytes, count as grouped } from '../../i18n/format.ts';
import { dismissToast, showError, useToasts } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { Screen } from '../../ui/screen.tsx';
import { FileStep } from './file-step.tsx';
import { back, check, readFile, setMapping, start, useImportFlow } from './flow.ts';
import { MappingForm } from './mapping-form.tsx';
import { markedProblems } from './mapping-problems.ts';
import { Preview } from './preview.tsx';
import { ProblemBanner } from './problem-banner.tsx';
import { RunPanel } from './run-panel.tsx';
import { Runs } from './runs.tsx';
import { StepList } from './step-list.tsx';
import { useRunUndo } from './use-run-undo.ts';
import styles from './import.module.css';

const controls = 'button, a, input, textarea, summary, [role=combobox], [role=listbox], [role=option]';
const isText = (element: Element | null): element is HTMLElement => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

/** From a file to tickets: choose, map, check, import, undo. Nothing changes before the last step. */
export const ImportScreen = () => {
  const { t } = useTranslation();
  const { stage, inspection, mapping, preview, run, busy, error } = useImportFlow();
  const { data: runs } = useQuery('import.runs', {}, ['import']);
  const undo = useRunUndo();
  const [dragging, setDragging] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  // What runs is shown wherever it was begun; else the run of this flow.
  const shown = (runs ?? []).find((one) => one.status === 'running' || one.status === 'undoing') ?? (stage === 'run' ? (runs ?? []).find((one) => one.id === run) : undefined);

  // Each step begins at its top, with the keyboard in it.
  useEffect(() => {
    page.current?.scrollTo({ top: 0 });
    page.current?.focus({ preventScroll: true });
  }, [stage]);
  // A button that was pressed and is busy loses the keyboard; the step takes it, and what is marked comes first.
  useEffect(() => {
    const found = page.current;
    if (found === null || busy !== null) return;
    const wrong = error?.code === 'mapping_invalid' ? (found.querySelector<HTMLElement>('[aria-invalid=true]') ?? found.querySelector<HTMLElement>('[data-wrong] [role=combobox]')) : null;
    if (wrong !== null) wrong.focus();
    else if (document.activeElement === document.body) found.focus({ preventScroll: true });
  }, [error, busy]);

  const pick = async (): Promise<void> => {
    const { path } = await shell.call('file.pickImport', {});
    if (path !== null) await readFile(path);
  };
  const goPick = (): void => void pick().catch(showError);
  const goNext = (): void => {
    if (busy !== null) return;
    if (stage === 'file') goPick();
    else if (stage === 'columns') void check();
    else if (stage === 'check') void start();
  };
  const stepBack = (): void => {
    if (useToasts.getState().toast !== null) dismissToast();
    // From a text field Esc leads to the step, so that half a mapping is not left by accident.
    else if (isText(document.activeElement)) page.current?.focus();
    else back();
  };
  useCommands(stage === 'file' && busy === null ? {} : { 'layer.close': stepBack });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.repeat || event.nativeEvent.isComposing || event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : null;
    // A control does its own with Enter; a text field whose list is closed has nothing to do with it.
    if (target?.closest(controls) != null && !(target instanceof HTMLInputElement && target.getAttribute('aria-expanded') !== 'true')) return;
    event.preventDefault();
    goNext();
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setDragging(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) void readFile(shell.pathOf(file));
  };

  const rejectedLines = preview?.counts.rejectedLines ?? 0;
  const tickets = preview?.counts.tickets ?? 0;
  const about = inspection === null ? '' : t(inspection.entry === null ? 'importing.file' : 'importing.entry', { name: inspection.name, entry: inspection.entry ?? '', bytes: bytes(inspection.bytes), columns: grouped(inspection.columns.length) });
  return (
    <div
      className={styles['drop']}
      onDragOver={(event) => {
        event.preventDefault();
        if (event.dataTransfer.types.includes('Files')) setDragging(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setDragging(false);
      }}
      onDrop={onDrop}
    >
      <Screen
        title={t('importing.title')}
        testId="import"
        lead={
          stage === 'file' ? null : (
            <span className={styles['file']} title={about}>
              {about}
            </span>
          )
        }
        actions={
          stage === 'file' ? null : (
            <Button size="small" icon={<FileUp size={14} aria-hidden="true" />} onClick={goPick} data-testid="import-pick">
              {t('importing.another')}
            </Button>
          )
        }
      >
        <StepList />
        <div ref={page} role="region" className={styles['page']} tabIndex={0} aria-label={t(`importing.steps.${stage}`)} data-step={stage} onKeyDown={onKeyDown}>
          {error === null ? null : <ProblemBanner error={error} />}
          {busy === null ? null : (
            <div className={styles['busy']} role="status">
              <p>{t(`importing.${busy}`)}</p>
              <ProgressBar label={t(`importing.${busy}`)} done={0} total={null} />
            </div>
          )}
          {shown === undefined ? null : <RunPanel run={shown} undo={undo} />}
          {stage === 'file' ? <FileStep onPick={goPick} /> : null}
          {stage === 'columns' && inspection !== null && mapping !== null ? (
            <MappingForm key={inspection.path} inspection={inspection} mapping={mapping} preview={preview} problems={markedProblems(mapping, error)} onChange={setMapping} />
          ) : null}
          {stage === 'check' && preview !== null ? <Preview preview={preview} busy={busy !== null} onColumns={back} onCheckAgain={() => void check()} /> : null}
          {stage === 'file' || stage === 'run' ? <Runs runs={runs ?? []} shown={shown?.id ?? null} undo={undo} /> : null}
        </div>
        {stage === 'columns' || stage === 'check' ? (
          <footer className={styles['foot']}>
            <Button kind="ghost" keys="Escape" onClick={back}>
              {t('importing.back')}
            </Button>
            <span className={styles['space']} />
            {stage === 'columns' ? (
              <Button kind="primary" keys="Enter" busy={busy === 'previewing'} onClick={() => void check()} data-testid="import-check">
                {t('importing.next')}
              </Button>
            ) : (
              <Button kind="primary" keys="Enter" busy={busy !== null} disabled={tickets === 0} onClick={() => void start()} data-testid="import-run">
                {rejectedLines === 0 ? t('importing.start', { count: tickets, n: grouped(tickets) }) : t('importing.startWithout', { count: rejectedLines, n: grouped(rejectedLines) })}
              </Button>
            )}
          </footer>
        ) : null}
        {dragging ? (
          <div className={styles['over']} aria-hidden="true">
            <FileUp size={24} />
            <p>{t('importing.dropHere')}</p>
          </div>
        ) : null}
      </Screen>
    </div>
  );
};
