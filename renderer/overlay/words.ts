export const words = {
  es: {
    title: 'Pantallazo de zona',
    select: 'Zona elegida',
    nothing: 'Sin zona elegida: Intro captura toda la pantalla',
    keys: [
      ['Intro', 'capturar'],
      ['Esc', 'cancelar'],
      ['Flechas', 'mover 1 px'],
      ['Mayús', '10 px'],
      ['Alt', 'redimensionar'],
      ['F', 'pantalla completa'],
      ['D', 'en 3 s'],
      ['Ctrl C', 'copiar'],
    ],
    nextDisplay: ['Tab', 'otra pantalla'],
  },
  en: {
    title: 'Region capture',
    select: 'Selected region',
    nothing: 'No region selected: Enter captures the whole display',
    keys: [
      ['Enter', 'capture'],
      ['Esc', 'cancel'],
      ['Arrows', 'move 1 px'],
      ['Shift', '10 px'],
      ['Alt', 'resize'],
      ['F', 'whole display'],
      ['D', 'in 3 s'],
      ['Ctrl C', 'copy'],
    ],
    nextDisplay: ['Tab', 'next display'],
  },
} as const satisfies Readonly<Record<'es' | 'en', unknown>>;
