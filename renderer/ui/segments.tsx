import type { ReactNode } from 'react';
import styles from './segments.module.css';

interface SegmentsProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly options: readonly { readonly value: V; readonly label: string; readonly icon?: ReactNode }[];
}

/** Two to four choices side by side; a radio group to the keyboard and to screen readers. */
export const Segments = <V extends string>({ label, value, onChange, options }: SegmentsProps<V>) => (
  <div role="radiogroup" aria-label={label} className={styles['segments']}>
    {options.map((option, index) => (
      <button
        key={option.value}
        type="button"
        role="radio"
        aria-checked={option.value === value}
        tabIndex={option.value === value ? 0 : -1}
        className={styles['segment']}
        onClick={() => onChange(option.value)}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0;
          if (step === 0) return;
          event.preventDefault();
          const next = options[(index + step + options.length) % options.length];
          if (next === undefined) return;
          onChange(next.value);
          const sibling = event.currentTarget.parentElement?.children[(index + step + options.length) % options.length];
          if (sibling instanceof HTMLElement) sibling.focus();
        }}
      >
        {option.icon}
        {option.label}
      </button>
    ))}
  </div>
);
