import { layersOpen } from '../stores/layers.ts';
import { usePreferences } from '../stores/preferences.ts';
import { useRouter, type RouteName } from '../stores/router.ts';
import { definitions, type Scope } from './definitions.ts';
import { createKeymap, type Place } from './keymap.ts';
import { isAvailable, runCommand } from './registry.ts';

const scopeOf: Readonly<Record<RouteName, Scope>> = { board: 'board', ticket: 'ticket', inbox: 'inbox', hours: 'hours', 'my-day': 'myday', clients: 'clients', reports: 'reports', sync: 'sync', settings: 'settings', import: 'import' };

/** The scopes of the screen that is shown, nearest first. */
export const scopesNow = (): readonly Scope[] => [scopeOf[useRouter.getState().route.name], 'global'];

const notText = new Set(['button', 'checkbox', 'color', 'file', 'image', 'radio', 'range', 'reset', 'submit']);

export const isTextField = (element: Element | null): boolean => {
  if (element instanceof HTMLInputElement) return !notText.has(element.type);
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLElement && element.isContentEditable);
};

const controls = 'button, a[href], summary, select, [role=button], [role=link], [role=checkbox], [role=radio], [role=switch], [role=tab], [role=menuitem], [role=combobox]';
const arrowed = '[role=tablist], [role=radiogroup], [role=slider], [role=menu], [role=grid], select, [data-arrows]';

const mac = navigator.platform.startsWith('Mac');

/** Listens to the whole window, before anything else in it: a layer that Esc closes must still count as open here. */
export const listenToKeys = (): (() => void) => {
  const keymap = createKeymap(definitions, isAvailable);
  let focusedAt = Number.NEGATIVE_INFINITY;
  const onFocus = (): void => {
    focusedAt = performance.now();
  };
  const onKey = (event: KeyboardEvent): void => {
    const element = event.target instanceof Element ? event.target : null;
    const place: Place = {
      scopes: scopesNow(),
      inText: isTextField(element),
      onControl: element?.closest(controls) != null,
      arrowsTaken: element?.closest(arrowed) != null,
      inLayer: layersOpen() > 0,
      singleKeys: usePreferences.getState().singleKeys,
      sinceFocusMs: performance.now() - focusedAt,
      mac,
    };
    const outcome = keymap.press(
      {
        key: event.key,
        code: event.code,
        ctrlKey: event.ctrlKey,
        metaKey: event.metaKey,
        altKey: event.altKey,
        shiftKey: event.shiftKey,
        altGraph: event.getModifierState('AltGraph'),
        isComposing: event.isComposing,
        repeat: event.repeat,
      },
      place,
      performance.now(),
    );
    if (outcome.is === 'ignored') return;
    event.preventDefault();
    event.stopPropagation();
    if (outcome.is === 'command') runCommand(outcome.id);
  };
  window.addEventListener('keydown', onKey, { capture: true });
  window.addEventListener('focus', onFocus);
  return () => {
    window.removeEventListener('keydown', onKey, { capture: true });
    window.removeEventListener('focus', onFocus);
  };
};
