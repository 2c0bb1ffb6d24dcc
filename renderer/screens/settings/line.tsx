import type { ReactNode } from 'react';
import styles from './settings.module.css';

/** One setting: its name, what there is to say of it, and how to change it. */
export const Line = ({ name, note, children }: { readonly name: string; readonly note?: string; readonly children: ReactNode }) => (
  <div className={styles['line']}>
    <div>
      <p>{name}</p>
      {note === undefined ? null : <p className={styles['note']}>{note}</p>}
    </div>
    <div className={styles['control']}>{children}</div>
  </div>
);
