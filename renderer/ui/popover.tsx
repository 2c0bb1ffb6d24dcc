import { Popover as Base } from '@base-ui/react/popover';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useLayer } from '../stores/layers.ts';
import { classes } from './classes.ts';
import styles from './layer.module.css';

interface PopoverProps {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly title: string;
  readonly children: ReactNode | ((close: () => void) => ReactNode);
  readonly side?: 'top' | 'bottom' | 'left' | 'right';
  readonly align?: 'start' | 'center' | 'end';
  readonly width?: number;
}

/** A floating panel that hangs on its button. */
export const Popover = ({ trigger, title, children, side = 'bottom', align = 'start', width = 320 }: PopoverProps) => {
  const [open, setOpen] = useState(false);
  useLayer(open);
  return (
    <Base.Root open={open} onOpenChange={setOpen}>
      <Base.Trigger render={trigger} />
      <Base.Portal role="region" aria-label={title}>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} className={styles['positioner']}>
          <Base.Popup className={classes(styles['float'], styles['popover'])} style={{ width }}>
            <Base.Title className={styles['hidden']}>{title}</Base.Title>
            {typeof children === 'function' ? children(() => setOpen(false)) : children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
};
