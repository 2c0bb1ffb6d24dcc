import type { MenuItemConstructorOptions } from 'electron';
import type { Locale } from './windows/window-state.ts';

const words = {
  es: {
    file: 'Archivo', create: 'Nuevo ticket', import: 'Importar…', settings: 'Ajustes', quit: 'Salir de Carril', hide: 'Ocultar Carril', hideOthers: 'Ocultar otras', unhide: 'Mostrar todas', services: 'Servicios', about: 'Acerca de Carril',
    edit: 'Edición', undo: 'Deshacer', redo: 'Rehacer', cut: 'Cortar', copy: 'Copiar', paste: 'Pegar', all: 'Seleccionar todo', palette: 'Paleta de órdenes',
    view: 'Ver', board: 'Tablero', inbox: 'Bandeja de triaje', myDay: 'Mi día', hours: 'Horas por aprobar', reports: 'Informes', sync: 'Sincronización', sidebar: 'Mostrar u ocultar la barra lateral', bigger: 'Acercar', smaller: 'Alejar', actual: 'Tamaño real', full: 'Pantalla completa', reload: 'Recargar', devTools: 'Herramientas de desarrollo',
    help: 'Ayuda', keys: 'Atajos de teclado',
  },
  en: {
    file: 'File', create: 'New ticket', import: 'Import…', settings: 'Settings', quit: 'Quit Carril', hide: 'Hide Carril', hideOthers: 'Hide others', unhide: 'Show all', services: 'Services', about: 'About Carril',
    edit: 'Edit', undo: 'Undo', redo: 'Redo', cut: 'Cut', copy: 'Copy', paste: 'Paste', all: 'Select all', palette: 'Command palette',
    view: 'View', board: 'Board', inbox: 'Triage inbox', myDay: 'My day', hours: 'Hours to approve', reports: 'Reports', sync: 'Sync', sidebar: 'Show or hide the side bar', bigger: 'Zoom in', smaller: 'Zoom out', actual: 'Actual size', full: 'Full screen', reload: 'Reload', devTools: 'Developer tools',
    help: 'Help', keys: 'Keyboard shortcuts',
  },
} as const;

export interface MenuOptions {
  readonly locale: Locale;
  readonly platform: NodeJS.Platform;
  readonly reload: boolean;
  readonly devTools: boolean;
  /** Runs a command of the window's registry. */
  readonly command: (id: string) => void;
}

/**
 * Carril's own menu: Electron's would take keys that the keymap uses. A command's key is shown but not registered: the
 * window hears it, with its rules about text fields and input methods.
 */
export const menuTemplate = ({ locale, platform, reload, devTools, command }: MenuOptions): MenuItemConstructorOptions[] => {
  const say = words[locale];
  const mac = platform === 'darwin';
  const line: MenuItemConstructorOptions = { type: 'separator' };
  const run = (label: string, id: string, key?: string): MenuItemConstructorOptions => ({
    label,
    id,
    click: () => command(id),
    // macOS draws and registers as one, so there the key stays off the menu.
    ...(key === undefined || mac ? {} : { accelerator: key, registerAccelerator: false }),
  });
  const settings = run(say.settings, 'go.settings', 'CmdOrCtrl+,');
  const quit: MenuItemConstructorOptions = { role: 'quit', label: say.quit };
  const program: MenuItemConstructorOptions = {
    label: 'Carril',
    submenu: [
      { role: 'about', label: say.about }, line, settings, line, { role: 'services', label: say.services }, line,
      { role: 'hide', label: say.hide }, { role: 'hideOthers', label: say.hideOthers }, { role: 'unhide', label: say.unhide }, line, quit,
    ],
  };
  return [
    ...(mac ? [program] : []),
    {
      label: say.file,
      submenu: [run(say.create, 'ticket.create', 'C'), run(say.import, 'import.open'), ...(mac ? [] : [line, settings, line, quit])],
    },
    {
      label: say.edit,
      submenu: [
        run(say.undo, 'history.undo', 'CmdOrCtrl+Z'),
        run(say.redo, 'history.redo', 'CmdOrCtrl+Shift+Z'),
        line,
        { role: 'cut', label: say.cut },
        { role: 'copy', label: say.copy },
        { role: 'paste', label: say.paste },
        { role: 'selectAll', label: say.all },
        line,
        run(say.palette, 'palette.open', 'CmdOrCtrl+K'),
      ],
    },
    {
      label: say.view,
      submenu: [
        run(say.board, 'go.board'),
        run(say.inbox, 'go.inbox'),
        run(say.myDay, 'go.myDay'),
        run(say.hours, 'go.hours'),
        run(say.reports, 'go.reports'),
        run(say.sync, 'go.sync'),
        line,
        run(say.sidebar, 'view.sidebar', 'CmdOrCtrl+B'),
        line,
        { role: 'zoomIn', label: say.bigger },
        { role: 'zoomOut', label: say.smaller },
        { role: 'resetZoom', label: say.actual },
        line,
        { role: 'togglefullscreen', label: say.full },
        ...(reload ? [line, { role: 'reload', label: say.reload } as const] : []),
        ...(devTools ? [{ role: 'toggleDevTools', label: say.devTools } as const] : []),
      ],
    },
    { label: say.help, role: 'help', submenu: [run(say.keys, 'help.keys', 'F1')] },
  ];
};
