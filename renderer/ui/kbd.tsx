import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp } from 'lucide-react';
import { classes } from './classes.ts';
import styles from './kbd.module.css';

const mac = navigator.platform.startsWith('Mac');
const names: Readonly<Record<string, string>> = {
  mod: mac ? '⌘' : 'Ctrl',
  shift: mac ? '⇧' : 'Shift',
  alt: mac ? '⌥' : 'Alt',
  Escape: 'Esc',
  Delete: 'Supr',
  PageUp: 'Re Pág',
  PageDown: 'Av Pág',
  Home: 'Inicio',
  End: 'Fin',
};
const english: Readonly<Record<string, string>> = { Delete: 'Del', PageUp: 'PgUp', PageDown: 'PgDn', Home: 'Home', End: 'End' };

const nameOf = (key: string): string => (document.documentElement.lang === 'en' ? english[key] : undefined) ?? names[key] ?? (key.length === 1 ? key : key);

/** The caps of a binding of the keymap: `mod+shift+s` gives Ctrl Shift S, `g t` gives g t. */
export const capsOf = (keys: string): readonly string[] =>
  keys.split(' ').flatMap((step) => {
    const parts = step === '+' ? ['+'] : step.split(/\+(?!$)/u);
    const chord = parts.length > 1;
    return parts.map((part) => (chord && part.length === 1 ? part.toUpperCase() : nameOf(part)));
  });

/** Arrows are drawn: as letters they are no text whose contrast could be told. */
const drawn: Readonly<Record<string, typeof ArrowUp>> = { ArrowUp, ArrowDown, ArrowLeft, ArrowRight };

export const Kbd = ({ children }: { readonly children: string }) => {
  const Arrow = drawn[children];
  return <kbd className={styles['kbd']}>{Arrow === undefined ? children : <Arrow size={10} aria-hidden="true" />}</kbd>;
};

/** A binding drawn as key caps. Hidden from screen readers: buttons announce keys through `aria-keyshortcuts` of the command. */
export const Keys = ({ keys, className }: { readonly keys: string; readonly className?: string }) => (
  <span className={classes(styles['keys'], className)} aria-hidden="true">
    {capsOf(keys).map((cap, index) => (
      // Caps of one binding never move.
      <Kbd key={`${index}${cap}`}>{cap}</Kbd>
    ))}
  </span>
);
