import type { Words } from '../words.ts';
import type { common as es } from '../es/common.ts';

export const common: Words<typeof es> = {
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  create: 'Create',
  apply: 'Apply',
  undo: 'Undo',
  redo: 'Redo',
  retry: 'Try again',
  back: 'Back',
  more: 'More actions',
  choices: 'Choices',
  none: 'None',
  all: 'all',
  optional: 'optional',
  loading: 'Loading…',
  unassigned: 'Unassigned',
  noResults: 'No results',
  required: 'Enter something here.',
  errorId: 'Identifier: {{id}}',
  technical: 'Technical detail: {{text}}',
  copied: '{{what}} copied',
  clear: 'Clear',
  show: 'Show',
  pressKey: 'Press',
};
