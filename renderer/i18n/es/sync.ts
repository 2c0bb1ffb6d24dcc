export const sync = {
  title: 'Sincronización',
} as const;
