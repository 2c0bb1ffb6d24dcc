import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import { Keys } from './kbd.tsx';
import styles from './layer.module.css';

interface HintProps {
  readonly text: string;
  readonly keys?: string | undefined;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  readonly children: ReactElement<Record<string, unknown>>;
}

/** A tooltip on an element that can be focused. The text is for the eye: the element names itself. */
export const Hint = ({ text, keys, side = 'bottom', children }: HintProps) => (
  <Tooltip.Root>
    <Tooltip.Trigger render={children} delay={350} />
    <Tooltip.Portal>
      <Tooltip.Positioner side={side} sideOffset={6} collisionPadding={8} className={styles['positioner']}>
        <Tooltip.Popup className={styles['hint']}>
          {text}
          {keys === undefined ? null : <Keys keys={keys} />}
        </Tooltip.Popup>
      </Tooltip.Positioner>
    </Tooltip.Portal>
  </Tooltip.Root>
);
