// The floor of every start: an Electron window with one line of text and the same safety as ours.
const { app, BrowserWindow } = require('electron');
app.setPath('userData', process.env.CARRIL_USER_DATA);
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1440, height: 900, webPreferences: { sandbox: true, contextIsolation: true } });
  void window.loadURL('data:text/html,<!doctype html><title>empty</title><p id="ready">ready</p>');
});
app.on('window-all-closed', () => app.quit());
