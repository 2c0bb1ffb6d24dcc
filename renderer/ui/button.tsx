import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';
import { Keys } from './kbd.tsx';
import styles from './button.module.css';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly children: ReactNode;
  readonly kind?: 'plain' | 'primary' | 'ghost' | 'danger' | 'note';
  readonly size?: 'regular' | 'small' | 'large';
  readonly icon?: ReactNode;
  /** The key that does the same, as in the keymap: `mod+Enter`. */
  readonly keys?: string | undefined;
  readonly busy?: boolean;
}

export const Button = ({ children, kind = 'plain', size = 'regular', icon, keys, busy = false, className, disabled, ...rest }: ButtonProps) => (
  <button
    type="button"
    {...rest}
    disabled={disabled === true || busy}
    aria-busy={busy || undefined}
    className={classes(styles['button'], styles[kind], styles[size], keys !== undefined && styles['keyed'], className)}
  >
    {icon}
    <span className={styles['label']}>{children}</span>
    {keys === undefined ? null : <Keys keys={keys} />}
  </button>
);
