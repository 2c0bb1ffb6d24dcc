import { initials } from '../i18n/format.ts';
import { classes } from './classes.ts';
import styles from './small.module.css';

interface AvatarProps {
  readonly name: string;
  readonly size?: 'small' | 'large';
  /** The signed-in person. */
  readonly me?: boolean;
}

/** Initials in a circle, with the whole name for screen readers and on hover. */
export const Avatar = ({ name, size = 'small', me = false }: AvatarProps) => (
  <span role="img" aria-label={name} title={name} className={classes(styles['avatar'], size === 'large' && styles['avatarLarge'], me && styles['avatarMe'])}>
    {initials(name)}
  </span>
);
