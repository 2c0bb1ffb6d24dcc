import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, type ButtonProps } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import type { CommandId } from './definitions.ts';
import { keysOf, runCommand } from './registry.ts';

const shortcutOf = (id: CommandId): string | undefined => {
  const keys = keysOf(id);
  return keys === undefined ? undefined : keys.replaceAll('mod', 'Control').replaceAll('shift', 'Shift').replaceAll('alt', 'Alt');
};

interface CommandButtonProps extends Omit<ButtonProps, 'children' | 'keys' | 'onClick'> {
  readonly command: CommandId;
  /** Instead of the command's title. */
  readonly children?: ReactNode;
}

/** A button that runs a command and shows its key. */
export const CommandButton = ({ command, children, ...rest }: CommandButtonProps) => {
  const { t } = useTranslation();
  return (
    <Button {...rest} keys={keysOf(command)} aria-keyshortcuts={shortcutOf(command)} onClick={() => runCommand(command)}>
      {children ?? t(`commands.${command}`)}
    </Button>
  );
};

interface CommandIconProps {
  readonly command: CommandId;
  readonly label?: string;
  readonly children: ReactNode;
  readonly size?: 'regular' | 'small';
}

/** An icon that runs a command; the tooltip has its title and key. */
export const CommandIcon = ({ command, label, children, size = 'regular' }: CommandIconProps) => {
  const { t } = useTranslation();
  return (
    <IconButton label={label ?? t(`commands.${command}`)} keys={keysOf(command)} aria-keyshortcuts={shortcutOf(command)} size={size} onClick={() => runCommand(command)}>
      {children}
    </IconButton>
  );
};

