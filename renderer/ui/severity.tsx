import { useTranslation } from 'react-i18next';
import type { Lane } from '#shared/domain/enums.ts';
import { classes } from './classes.ts';
import styles from './severity.module.css';

const shapes: Readonly<Record<Lane, React.JSX.Element>> = {
  untriaged: <circle cx="5" cy="5" r="3.9" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2 2.08" />,
  S1: <path d="M5 0 10 5 5 10 0 5Z" fill="currentColor" />,
  S2: <path d="M5 .6 10 9.4H0Z" fill="currentColor" />,
  S3: <rect x=".6" y=".6" width="8.8" height="8.8" rx=".6" fill="currentColor" />,
  S4: <circle cx="5" cy="5" r="3.9" fill="none" stroke="currentColor" strokeWidth="1.8" />,
};

/** The shape of a severity: diamond, triangle, square, hollow circle; dashed circle where there is none. */
export const SeverityGlyph = ({ lane, size = 10 }: { readonly lane: Lane; readonly size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 10 10" aria-hidden="true" className={classes(styles['glyph'], styles[lane])}>
    {shapes[lane]}
  </svg>
);

interface SeverityBadgeProps {
  readonly lane: Lane;
  /** On a tinted ground. */
  readonly pill?: boolean;
  readonly className?: string;
}

/** Glyph + «S1»; without severity the lane's name. Its long name is read aloud. */
export const SeverityBadge = ({ lane, pill = false, className }: SeverityBadgeProps) => {
  const { t } = useTranslation();
  return (
    <span className={classes(styles['badge'], styles[lane], pill && styles['pill'], className)}>
      <SeverityGlyph lane={lane} />
      {lane === 'untriaged' ? t('labels.lane.untriaged') : lane}
    </span>
  );
};
