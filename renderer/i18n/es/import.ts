export const importing = {
  title: 'Importar',
} as const;
