import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLayer } from '../stores/layers.ts';
import { classes } from './classes.ts';
import { Keys } from './kbd.tsx';
import styles from './layer.module.css';

interface MenuItemProps {
  readonly children: ReactNode;
  readonly onSelect: () => void;
  readonly icon?: ReactNode;
  readonly keys?: string | undefined;
  readonly checked?: boolean;
  readonly disabled?: boolean;
  /** A second line, small. */
  readonly note?: ReactNode;
  readonly danger?: boolean;
}

export const MenuItem = ({ children, onSelect, icon, keys, checked, disabled = false, note, danger = false }: MenuItemProps) => (
  <Base.Item onClick={onSelect} disabled={disabled} className={classes(styles['item'], danger && styles['dangerItem'], note !== undefined && styles['tallItem'])}>
    {icon}
    <span className={styles['itemText']}>
      {children}
      {note === undefined ? null : <span className={styles['itemNote']}>{note}</span>}
    </span>
    {checked === true ? <Check size={14} aria-hidden="true" className={styles['check']} /> : null}
    {keys === undefined ? null : <Keys keys={keys} />}
  </Base.Item>
);

export const MenuSeparator = () => <Base.Separator className={styles['separator']} />;

export const MenuGroup = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <Base.Group>
    <Base.GroupLabel className={styles['groupLabel']}>{label}</Base.GroupLabel>
    {children}
  </Base.Group>
);

interface MenuProps {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly children: ReactNode;
  readonly align?: 'start' | 'center' | 'end';
}

/** A menu that hangs on its button. */
export const Menu = ({ trigger, children, align = 'start' }: MenuProps) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  useLayer(open);
  return (
    <Base.Root open={open} onOpenChange={setOpen} modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal role="region" aria-label={t('common.choices')}>
        <Base.Positioner align={align} sideOffset={4} collisionPadding={8} className={styles['positioner']}>
          <Base.Popup className={classes(styles['float'], styles['menu'])}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
};

interface FloatingMenuProps {
  /** An element, or where the pointer was. */
  readonly anchor: Element | { readonly x: number; readonly y: number };
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly label: string;
}

const anchorOf = (anchor: FloatingMenuProps['anchor']) =>
  anchor instanceof Element ? anchor : { getBoundingClientRect: () => DOMRect.fromRect({ x: anchor.x, y: anchor.y, width: 0, height: 0 }) };

/** A menu without a button: opened by a key on a card, or by the right button of the mouse. */
export const FloatingMenu = ({ anchor, onClose, children, label }: FloatingMenuProps) => {
  useLayer(true);
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()} modal={false}>
      {/* A landmark: what floats must not lie outside of all of them. */}
      <Base.Portal role="region" aria-label={label}>
        <Base.Positioner anchor={anchorOf(anchor)} side="bottom" align="start" sideOffset={anchor instanceof Element ? 4 : 0} collisionPadding={8} className={styles['positioner']}>
          <Base.Popup aria-label={label} className={classes(styles['float'], styles['menu'])} finalFocus={false}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
};
