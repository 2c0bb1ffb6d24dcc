export const myDay = {
  title: 'Mi día',
} as const;
