import type { ReactNode } from 'react';
import styles from './screen.module.css';

interface ScreenProps {
  readonly title: ReactNode;
  /** Beside the title: counts, filters. */
  readonly lead?: ReactNode;
  /** At the right end. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  readonly testId?: string;
}

/** The 44 px header and the body of every screen. The body does not scroll by itself. */
export const Screen = ({ title, lead, actions, children, testId }: ScreenProps) => (
  <section className={styles['screen']} {...(testId === undefined ? {} : { 'data-testid': testId })}>
    <header className={styles['head']}>
      <h1 className={styles['title']}>{title}</h1>
      {lead}
      <span className={styles['space']} />
      {actions}
    </header>
    <div className={styles['body']}>{children}</div>
  </section>
);
