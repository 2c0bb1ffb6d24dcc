import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

export interface TabItem<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly count?: number;
  readonly panel: ReactNode;
}

interface TabsProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly items: readonly TabItem<V>[];
}

export const Tabs = <V extends string>({ label, value, onChange, items }: TabsProps<V>) => (
  <Base.Root value={value} onValueChange={(next) => onChange(next as V)} className={styles['root']}>
    <Base.List aria-label={label} className={styles['list']}>
      {items.map((item) => (
        <Base.Tab key={item.value} value={item.value} className={styles['tab']}>
          {item.label}
          {item.count === undefined ? null : <em>{item.count}</em>}
        </Base.Tab>
      ))}
    </Base.List>
    {items.map((item) => (
      <Base.Panel key={item.value} value={item.value} className={styles['panel']}>
        {item.panel}
      </Base.Panel>
    ))}
  </Base.Root>
);

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
