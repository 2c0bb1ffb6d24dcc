import { useTranslation } from 'react-i18next';
import { definitions, type Scope } from '../commands/definitions.ts';
import { scopesNow } from '../commands/listen.ts';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { Keys } from '../ui/kbd.tsx';
import styles from './dialogs.module.css';

/** `?`: the keys of this screen and of the whole app, read from the registry. */
export const ShortcutsDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const titleOf = (scope: Scope): string => (scope === 'global' ? t('commands.scope.global') : t('board.shortcuts.here'));
  return (
    <Dialog title={t('board.shortcuts.title')} onClose={onClose} width={760} testId="shortcuts">
      <DialogBody>
        <div className={styles['sheetColumns']} tabIndex={0} role="group" aria-label={t('board.shortcuts.title')}>
          {scopesNow().map((scope) => {
            const mine = definitions.filter((definition) => definition.scopes.includes(scope) && definition.keys.length > 0);
            if (mine.length === 0) return null;
            return (
              <section key={scope}>
                <h3 className={styles['columnTitle']}>{titleOf(scope)}</h3>
                <dl>
                  {mine.map((definition) => (
                    <div key={definition.id} className={styles['shortcut']}>
                      <dt>{t(`commands.${definition.id}`)}</dt>
                      <dd>{definition.keys.slice(0, 2).map((keys) => <Keys key={keys} keys={keys} />)}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            );
          })}
        </div>
        <p className={styles['hint']}>{t('board.shortcuts.hint')}</p>
      </DialogBody>
    </Dialog>
  );
};
