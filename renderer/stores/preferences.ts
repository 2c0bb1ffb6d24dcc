import { create } from 'zustand';
import type { SettingsView } from '#shared/contract/views.ts';
import { core } from '../engine/core.ts';
import { shell } from '../engine/shell.ts';
import { startWords, turnTo } from '../i18n/index.ts';

const KEY = 'carril.preferences';

interface PreferencesState extends SettingsView {
  /** Chosen before there was a desk to keep them: they go to the next one that opens. */
  readonly unsaved: boolean;
}

const defaults: PreferencesState = { locale: 'es', theme: 'system', density: 'regular', sidebar: 'open', singleKeys: true, unsaved: true };

/** The window's own copy only serves to paint the first frame right; the desk keeps the real one. */
const remembered = (): Partial<PreferencesState> => {
  const text = localStorage.getItem(KEY);
  if (text === null) return { locale: navigator.language.startsWith('es') ? 'es' : 'en' };
  try {
    return JSON.parse(text) as Partial<PreferencesState>;
  } catch {
    localStorage.removeItem(KEY);
    return {};
  }
};

export const usePreferences = create<PreferencesState>(() => ({ ...defaults, ...remembered() }));

const dark = window.matchMedia('(prefers-color-scheme: dark)');

export const resolvedTheme = (theme: SettingsView['theme']): 'light' | 'dark' => (theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme);

const paint = (state: PreferencesState): void => {
  const page = document.documentElement;
  page.dataset['theme'] = resolvedTheme(state.theme);
  page.dataset['density'] = state.density;
};

/** Paints theme and density, loads the words. Before the first render. */
export const startPreferences = (): void => {
  const state = usePreferences.getState();
  startWords(state.locale);
  paint(state);
  dark.addEventListener('change', () => paint(usePreferences.getState()));
  usePreferences.subscribe((next, before) => {
    localStorage.setItem(KEY, JSON.stringify(next));
    paint(next);
    if (next.locale !== before.locale) turnTo(next.locale);
  });
};

/** Lets the native frame and menu follow. After the first paint: the shell remembers both, and has that paint to serve. */
export const tellPreferences = (): void => tellShell(usePreferences.getState());

const tellShell = (state: Partial<SettingsView>): void => {
  // The native frame and menu follow; if the shell cannot, the page is right all the same.
  const quiet = (): void => {};
  if (state.theme !== undefined) shell.call('window.setTheme', { theme: state.theme }).catch(quiet);
  if (state.locale !== undefined) shell.call('app.menuLocale', { locale: state.locale }).catch(quiet);
};

/** Changes a preference at once; the desk keeps it if there is one, else the next desk gets it. */
export const setPreferences = async (change: Partial<SettingsView>): Promise<void> => {
  usePreferences.setState({ ...change, unsaved: true });
  tellShell(change);
  if (!core.connected()) return;
  await core.call('settings.set', change);
  usePreferences.setState({ unsaved: false });
};

/** A desk opened: give it what was chosen meanwhile, or take what it keeps. */
export const joinPreferences = async (): Promise<void> => {
  const { locale, theme, density, sidebar, singleKeys, unsaved } = usePreferences.getState();
  const kept = unsaved ? await core.call('settings.set', { locale, theme, density, sidebar, singleKeys }) : await core.call('settings.get', {});
  usePreferences.setState({ ...kept, unsaved: false });
  if (kept.locale !== locale || kept.theme !== theme) tellShell(kept);
};
