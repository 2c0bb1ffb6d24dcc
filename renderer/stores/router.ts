import { create } from 'zustand';

export type Route =
  | { readonly name: 'board' }
  | { readonly name: 'ticket'; readonly id: string }
  | { readonly name: 'inbox' }
  | { readonly name: 'hours' }
  | { readonly name: 'my-day' }
  | { readonly name: 'clients' }
  | { readonly name: 'reports' }
  | { readonly name: 'sync' }
  | { readonly name: 'settings' }
  | { readonly name: 'import' };
export type RouteName = Route['name'];

interface RouterStore {
  readonly route: Route;
  readonly past: readonly Route[];
}

const KEY = 'carril.route';
const names: readonly RouteName[] = ['board', 'inbox', 'hours', 'my-day', 'clients', 'reports', 'sync', 'settings', 'import'];

const remembered = (): Route => {
  const name = localStorage.getItem(KEY) as RouteName | null;
  return name !== null && name !== 'ticket' && names.includes(name) ? { name } : { name: 'board' };
};

export const useRouter = create<RouterStore>(() => ({ route: remembered(), past: [] }));

const same = (a: Route, b: Route): boolean => a.name === b.name && (a.name !== 'ticket' || (b.name === 'ticket' && a.id === b.id));

/** Shows a screen. From ticket to ticket (`j`, `k`) the history does not grow: Esc goes back to where the reading began. */
export const go = (route: Route): void => {
  const { route: now, past } = useRouter.getState();
  if (same(now, route)) return;
  const stays = now.name === 'ticket' && route.name === 'ticket';
  useRouter.setState({ route, past: stays ? past : [...past, now].slice(-50) });
  if (route.name !== 'ticket') localStorage.setItem(KEY, route.name);
};

export const goBack = (): void => {
  const { past } = useRouter.getState();
  const last = past[past.length - 1];
  if (last === undefined) {
    go({ name: 'board' });
    return;
  }
  useRouter.setState({ route: last, past: past.slice(0, -1) });
};
