import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useRef, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useLayer } from '../stores/layers.ts';
import { classes } from './classes.ts';
import { IconButton } from './icon-button.tsx';
import styles from './layer.module.css';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the bottom right; the primary one last. */
  readonly footer?: ReactNode;
  /** Pixels. */
  readonly width?: number;
  readonly initialFocus?: RefObject<HTMLElement | null>;
  /** The title is read, not shown, and there is no close button (palette, capture). */
  readonly bare?: boolean;
  readonly testId?: string;
  /** A press outside does not throw away what was typed. */
  readonly keepOnOutsidePress?: boolean;
  readonly className?: string;
}

/** A modal dialog while it is rendered. Esc closes it and nothing else; focus goes back where it was. */
export const Dialog = ({ title, onClose, children, footer, width = 520, initialFocus, bare = false, testId, keepOnOutsidePress = false, className }: DialogProps) => {
  const { t } = useTranslation();
  useLayer(true);
  // Never the close button by default: its tooltip would open and take the first Esc for itself.
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()} disablePointerDismissal={keepOnOutsidePress}>
      <Base.Portal>
        {/* Also over another dialog: what it asks comes before what lies behind. */}
        <Base.Backdrop className={styles['scrim']} forceRender />
        <Base.Viewport className={styles['viewport']}>
          <Base.Popup
            className={classes(styles['dialog'], styles['float'], className)}
            style={{ width: `min(${width}px, calc(100vw - 48px))` }}
            ref={popup}
            initialFocus={initialFocus ?? popup}
            {...(testId === undefined ? {} : { 'data-testid': testId })}
          >
            {bare ? (
              <Base.Title className={styles['hidden']}>{title}</Base.Title>
            ) : (
              <header className={styles['dialogHead']}>
                <Base.Title className={styles['dialogTitle']}>{title}</Base.Title>
                <Base.Close render={<IconButton label={t('common.close')} keys="Escape" size="small"><X size={16} aria-hidden="true" /></IconButton>} />
              </header>
            )}
            {children}
            {footer === undefined ? null : <footer className={styles['dialogFoot']}>{footer}</footer>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
};

export const DialogBody = ({ children }: { readonly children: ReactNode }) => <div className={styles['dialogBody']}>{children}</div>;
