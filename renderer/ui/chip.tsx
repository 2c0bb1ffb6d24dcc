import type { ComponentProps, ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './small.module.css';

interface PillProps {
  readonly children: ReactNode;
  readonly tone?: 'plain' | 'accent' | 'warn' | 'danger' | 'ok';
  readonly className?: string;
}

/** A word on a tinted ground. */
export const Pill = ({ children, tone = 'plain', className }: PillProps) => <span className={classes(styles['pill'], styles[`tone-${tone}`], className)}>{children}</span>;

/** A small button with a frame: filters, choices. */
export const Chip = ({ children, className, ...rest }: ComponentProps<'button'>) => (
  <button type="button" {...rest} className={classes(styles['chip'], className)}>
    {children}
  </button>
);
