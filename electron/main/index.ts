import path from 'node:path'
import process from 'node:process'
import { app, BrowserWindow, utilityProcess } from 'electron'

const out = path.join(app.getAppPath(), 'out')

async function open(): Promise<void> {
  const core = utilityProcess.fork(path.join(out, 'core/process.cjs'))
  core.on('message', (message) => process.stdout.write(`${JSON.stringify(message)}\n`))
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    webPreferences: { preload: path.join(out, 'preload/index.cjs'), sandbox: true, contextIsolation: true },
  })
  await window.loadFile(path.join(out, 'renderer/index.html'))
}

app.on('window-all-closed', () => app.quit())
void app.whenReady().then(open)
