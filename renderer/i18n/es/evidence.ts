export const evidence = {
  title: 'Evidencia',
} as const;
