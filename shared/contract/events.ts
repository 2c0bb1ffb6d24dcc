/** Events name what may have changed and never carry state: whoever shows it asks again. `ticket:<id>` is one ticket. */
export const topics = ['board', 'time', 'timer', 'sync', 'import', 'session', 'settings', 'clients', 'evidence', 'history', 'people'] as const;
export type Topic = (typeof topics)[number] | `ticket:${string}`;
export type ChangedListener = (topics: readonly Topic[]) => void;
