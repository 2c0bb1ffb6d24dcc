import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';
import { Hint } from './tooltip.tsx';
import styles from './button.module.css';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** Its name, read aloud and shown in the tooltip. */
  readonly label: string;
  readonly keys?: string | undefined;
  readonly children: ReactNode;
  readonly size?: 'regular' | 'small';
}

/** A button that is only an icon; its tooltip says its name and its key. */
export const IconButton = ({ label, keys, children, size = 'regular', className, ...rest }: IconButtonProps) => (
  <Hint text={label} keys={keys}>
    <button type="button" aria-label={label} {...rest} className={classes(styles['icon'], size === 'small' && styles['small'], className)}>
      {children}
    </button>
  </Hint>
);
